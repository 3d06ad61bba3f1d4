package io.openintake.simulation.world;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.Command.CommitAnswered.Answer;
import io.openintake.contracts.flush.Pending;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers what the flusher asks a person, truthfully, and only once no copy of the commit is under way any more. */
public final class Person {
    private static final Pattern RANGE = Pattern.compile("partition (\\d+), offsets (\\d+)\\.\\.(\\d+)");

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
                case "data-loss-suspected" -> acceptGap(state.problem().get().detail());
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
    private void acceptGap(String detail) {
        Matcher named = RANGE.matcher(detail);
        if (named.find()) {
            int partition = Integer.parseInt(named.group(1));
            long from = Long.parseLong(named.group(2));
            say(new Command.GapAccepted(World.INTAKE, partition, from, Long.parseLong(named.group(3)) + 1));
        }
    }

    private void say(Command command) {
        if (!world.said.contains(command)) {
            world.trace.say(() -> "person: " + command);
            world.said.add(command);
        }
    }
}
