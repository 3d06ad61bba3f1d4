package io.openintake.simulation.oracle;

/**
 * How much happened, so that a run in which nothing does is seen.
 *
 * @param commits with rows that landed
 * @param withdrawals of intents
 * @param questions to a person
 */
public record Figures(long commits, long deadLetters, long withdrawals, long questions) {
    public static final Figures NONE = new Figures(0, 0, 0, 0);

    public Figures plus(Figures other) {
        return new Figures(
                commits + other.commits,
                deadLetters + other.deadLetters,
                withdrawals + other.withdrawals,
                questions + other.questions);
    }

    @Override
    public String toString() {
        return "commits=" + commits + " dead-letters=" + deadLetters + " withdrawals=" + withdrawals + " questions="
                + questions;
    }
}
