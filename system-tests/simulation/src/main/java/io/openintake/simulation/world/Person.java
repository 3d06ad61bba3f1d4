package io.openintake.simulation.world;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.Command.CommitAnswered.Answer;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;

/** Answers what the flusher asks a person, truthfully, and only once no copy of the commit is under way any more. */
public final class Person {
    private final World world;

    public Person(World world) {
        this.world = world;
    }

    /**
     * Looks at the intake's status.
     *
     * @param everythingIsStill whether no flusher can send a copy of an old commit any more
     */
    public void look(boolean everythingIsStill) {
        world.oracle.last().filter(state -> state.problem().isPresent()).ifPresent(state -> {
            switch (state.problem().get().code()) {
                case "commit-unknown" -> {
                    if (everythingIsStill) {
                        answerCommit(state.pending().orElseThrow());
                    }
                }
                case "data-loss-suspected" -> state.problem().get().ranges().forEach(this::acceptGap);
                default -> {}
            }
        });
    }

    private void answerCommit(Pending pending) {
        boolean mayStillArrive = world.travelling.stream()
                .anyMatch(update ->
                        update.commit().filter(pending.commit()::equals).isPresent());
        if (!mayStillArrive) {
            Answer truth = world.oracle.wasAccepted(pending.commit()) ? Answer.IS_IN : Answer.IS_NOT;
            say(new Command.CommitAnswered(World.INTAKE, pending.commit(), truth));
        }
    }

    /** Exactly the range that the verdict names. */
    private void acceptGap(OffsetRange gone) {
        say(new Command.GapAccepted(World.INTAKE, gone.partition(), gone.from(), gone.to()));
    }

    private void say(Command command) {
        if (!world.said.contains(command)) {
            world.trace.say(() -> "person: " + command);
            world.said.add(command);
        }
    }
}
