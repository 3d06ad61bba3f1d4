package io.openintake.flusher.app.loop;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.Command;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What people asked and answered. Answers stay, since only the state tells whether they fit; they are idempotent. */
public final class Requests {
    private static final int MAX_ANSWERS = 16;

    private final Set<IntakeId> requested = ConcurrentHashMap.newKeySet();
    private final Map<IntakeId, Deque<Command>> answers = new ConcurrentHashMap<>();
    private volatile Runnable wake = () -> {};

    /** A command that was on the topic when we started: a wish to flush is long over, an answer may still count. */
    public void remember(Command command) {
        switch (command) {
            case Command.FlushRequested over -> {}
            case Command.GapAccepted gap -> keep(gap);
            case Command.CommitAnswered answered -> keep(answered);
            case Command.MoveForced forced -> keep(forced);
            case Command.StateRebuilt rebuilt -> keep(rebuilt);
        }
    }

    /** A command of now. */
    public void heard(Command command) {
        remember(command);
        requested.add(command.intake());
        wake.run();
    }

    private void keep(Command answer) {
        answers.compute(answer.intake(), (any, known) -> {
            Deque<Command> kept = known == null ? new ArrayDeque<>() : new ArrayDeque<>(known);
            kept.addFirst(answer);
            if (kept.size() > MAX_ANSWERS) {
                kept.removeLast();
            }
            return kept;
        });
    }

    void onNews(Runnable listener) {
        wake = listener;
    }

    boolean isRequested(IntakeId intake) {
        return requested.contains(intake);
    }

    void taken(IntakeId intake) {
        requested.remove(intake);
    }

    /** Newest first. */
    List<Command> said(IntakeId intake) {
        return List.copyOf(answers.getOrDefault(intake, new ArrayDeque<>()));
    }

    void forget(IntakeId intake) {
        requested.remove(intake);
        answers.remove(intake);
    }
}
