package io.openintake.registry.http.request;

import io.openintake.contracts.event.Command.CommitAnswered;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.answer.Answer;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads the bodies of answers to the flusher's questions. */
public final class AnswerRequests {
    private static final String COMMIT = "commit";
    private static final int MAX_PARTITIONS = 64;

    private AnswerRequests() {}

    /** A gap, exactly as the intake's status shows it. */
    public static Decision<Answer> acceptGap(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require("partition", "from", "to");
        Optional<Integer> partition = fields.integer("partition", AnswerRequests::notNegative);
        Optional<Long> from = fields.longInteger("from", AnswerRequests::notNegative);
        Optional<Long> to = fields.longInteger("to", AnswerRequests::notNegative);
        return read(fields, () -> new Answer.AcceptGap(partition.orElseThrow(), from.orElseThrow(), to.orElseThrow()));
    }

    /** What was found in the table. */
    public static Decision<Answer> answerCommit(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require(COMMIT, "answer");
        Optional<String> commit = fields.text(COMMIT, AnswerRequests::commit);
        Optional<CommitAnswered.Answer> found =
                fields.choice("answer", CommitAnswered.Answer.values(), AnswerRequests::kebab);
        return read(fields, () -> new Answer.AnswerCommit(commit.orElseThrow(), found.orElseThrow()));
    }

    /** The commit that may end up in both tables. */
    public static Decision<Answer> forceMove(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require(COMMIT);
        Optional<String> commit = fields.text(COMMIT, AnswerRequests::commit);
        return read(fields, () -> new Answer.ForceMove(commit.orElseThrow()));
    }

    /** A position for every partition. */
    public static Decision<Answer> rebuildState(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require("at");
        Optional<SortedMap<Integer, Long>> at = fields.offsets("at", MAX_PARTITIONS);
        return read(fields, () -> new Answer.RebuildState(at.orElseThrow()));
    }

    private static Decision<Answer> read(Fields fields, Supplier<Answer> answer) {
        var violations = fields.violations();
        return violations.isEmpty()
                ? Decision.accept(answer.get())
                : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    private static String commit(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException notAnId) {
            throw new IllegalArgumentException("must be the UUID of a commit", notAnId);
        }
    }

    private static <N extends Number> N notNegative(N number) {
        if (number.longValue() < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        return number;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
