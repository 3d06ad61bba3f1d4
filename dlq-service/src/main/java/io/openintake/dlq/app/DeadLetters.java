package io.openintake.dlq.app;

import io.openintake.contracts.IntakeId;
import io.openintake.dlq.app.DeadLetterLog.Ended;
import io.openintake.dlq.app.DeadLetterLog.Next;
import io.openintake.dlq.app.DeadLetterLog.Reached;
import io.openintake.dlq.domain.DeadLetter;
import io.openintake.dlq.domain.PageToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages through the dead letters of an intake, oldest first. */
public final class DeadLetters {
    private static final int PARTITION = 0;

    private final DeadLetterLog log;

    public DeadLetters(DeadLetterLog log) {
        this.log = log;
    }

    /**
     * A part of the list.
     *
     * @param next where it goes on; a page may be short, even empty, and still go on, when much was skipped
     */
    public record Page<T>(List<T> letters, Optional<PageToken> next) {}

    /**
     * The next letters from where the token says, at most this many.
     *
     * @param shown what is kept of a letter; whole letters go one by one: a page of them can outgrow the heap
     */
    public <T> Page<T> page(PageToken from, int size, Function<DeadLetter, T> shown) {
        List<T> letters = new ArrayList<>();
        Reached reached = log.read(from.intake(), from.offset(), visited -> {
            DeadLetter letter = DeadLetter.of(visited);
            if (from.reason().filter(wanted -> !wanted.equals(letter.reason())).isEmpty()) {
                letters.add(shown.apply(letter));
            }
            return letters.size() < size ? Next.GO_ON : Next.STOP;
        });
        return new Page<>(
                letters,
                reached.ended() == Ended.AT_END
                        ? Optional.empty()
                        : Optional.of(new PageToken(from.intake(), from.reason(), reached.nextOffset())));
    }

    /** One letter; empty when it is not there any more, or never was. */
    public Optional<DeadLetter> one(IntakeId intake, int partition, long offset) {
        if (partition != PARTITION) {
            return Optional.empty();
        }
        List<DeadLetter> found = new ArrayList<>();
        var unused = log.read(intake, offset, visited -> {
            if (visited.offset() == offset) {
                found.add(DeadLetter.of(visited));
            }
            return Next.STOP;
        });
        return found.stream().findFirst();
    }
}
