package io.openintake.dlq.app;

import io.openintake.contracts.IntakeId;
import io.openintake.dlq.domain.LogRange;
import io.openintake.dlq.domain.StoredRecord;
import java.util.Collection;
import java.util.Map;

/** The dead letter topics; only committed records are seen. */
public interface DeadLetterLog {
    /** Takes records in ascending order. */
    @FunctionalInterface
    interface Visitor {
        /** Says whether to go on. */
        Next visit(StoredRecord visited);
    }

    /** Whether a reading goes on. */
    enum Next {
        GO_ON,
        STOP
    }

    /** Why a reading ended. */
    enum Ended {
        /** Nothing more is there. */
        AT_END,
        /** The visitor wanted no more. */
        STOPPED,
        /** It took too long or too much; the rest can be read from where it ended. */
        BUDGET_SPENT
    }

    /** How far a reading came: the next offset is the first that the visitor has not seen. */
    record Reached(long nextOffset, Ended ended) {}

    /** Reads from an offset on, or from the start where the offset is gone; a topic that is not there is empty. */
    Reached read(IntakeId intake, long from, Visitor visitor);

    /** Where the topics begin and end; those that are not there are left out. */
    Map<IntakeId, LogRange> ranges(Collection<IntakeId> intakes);

    /** The cluster did not answer in time, or too many read already; asking again may help. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
