package io.openintake.registry.domain;

import io.openintake.contracts.Capacity;
import java.util.List;

/** Why a request is not done: expected, and the caller's to mend. */
public sealed interface Refusal {
    /** There is no such resource for this caller. */
    record NotFound(Kind kind) implements Refusal {}

    /** Fields are wrong. */
    record Invalid(List<Violation> violations) implements Refusal {
        public Invalid {
            violations = List.copyOf(violations);
        }

        /** One wrong field. */
        public static Invalid field(String pointer, String message) {
            return new Invalid(List.of(new Violation(pointer, message)));
        }

        /** A runner's product of size and rate is above the largest capacity. */
        public static Invalid capacity() {
            return field(
                    "/maxMessagesPerHour",
                    "must not exceed " + Capacity.MAX_KIB_PER_HOUR
                            + " KiB/h (20 GiB/h) when multiplied by maxMessageSizeKiB");
        }
    }

    /** The resource, or what hangs on it, is in a state that does not allow it. */
    record Conflict(Reason reason, String detail) implements Refusal {}

    /** An answer to a question that was asked otherwise. */
    record Differs(String detail) implements Refusal {}

    /** The caller's {@code If-Match} names another version. */
    record Stale() implements Refusal {}

    /** Something that is needed to decide cannot be asked at the moment. */
    record Unavailable(String detail) implements Refusal {}

    /** The three kinds of resources. */
    enum Kind {
        RUNNER("intake runner"),
        INTAKE("intake"),
        USER("intake user");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** Kinds of conflict; the wire form is a stable code. */
    enum Reason {
        BEING_DELETED("being-deleted"),
        CAPACITY_DECREASED("capacity-decreased"),
        LIMIT_REACHED("limit-reached"),
        MESSAGES_BUFFERED("messages-buffered"),
        NO_SUCH_PROBLEM("no-such-problem"),
        RUNNER_TOO_SMALL("runner-too-small");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
