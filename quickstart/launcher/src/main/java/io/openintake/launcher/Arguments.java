package io.openintake.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the command line asks for. */
sealed interface Arguments {
    /** Start; the data folder is the usual one, or with {@link Stay#NO} a passing one, unless named. */
    record Up(Optional<Path> data, Stay stay) implements Arguments {}

    /** Stop what runs. */
    record Down(Optional<Path> data, Keep keep) implements Arguments {}

    /** Not understood; the text says why. */
    record Wrong(String text) implements Arguments {}

    /** Whether to run on after the demo. */
    enum Stay {
        YES,
        NO
    }

    /** Whether the data stay on disk. */
    enum Keep {
        DATA,
        NOTHING
    }

    static Arguments parse(List<String> words) {
        Deque<String> rest = new ArrayDeque<>(words);
        String verb = rest.isEmpty() ? "" : rest.removeFirst();
        String flag = switch (verb) {
            case "up" -> "--exit";
            case "down" -> "--clean";
            default -> "";
        };
        if (flag.isEmpty()) {
            return new Wrong("unknown command \"" + verb + "\"");
        }
        Optional<Path> data = Optional.empty();
        boolean flagged = false;
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            if (option.equals(flag)) {
                flagged = true;
            } else if (option.equals("--data")
                    && !rest.isEmpty()
                    && !rest.getFirst().isBlank()) {
                data = Optional.of(Path.of(rest.removeFirst()));
            } else {
                return new Wrong(
                        option.equals("--data") ? "--data needs a folder" : "unknown option \"" + option + "\"");
            }
        }
        return verb.equals("up")
                ? new Up(data, flagged ? Stay.NO : Stay.YES)
                : new Down(data, flagged ? Keep.NOTHING : Keep.DATA);
    }
}
