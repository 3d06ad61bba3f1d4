package io.openintake.gateway.domain;

import io.openintake.contracts.RunnerId;

/** Who may write how much; the port behind which credit is counted in this process or leased from buffer-service. */
public interface CreditLedger {
    /** Takes credit for a request that is forwarded next. */
    Answer take(RunnerId runner, long records, long bytes);

    /** Gives back what was taken for a request that the cluster did not take. */
    void refund(RunnerId runner, long records, long bytes);

    /** Whether there is credit. */
    sealed interface Answer {
        /** The credit is taken. */
        record Granted() implements Answer {}

        /** There is none; the text names the limit that is reached. */
        record Blocked(String text) implements Answer {}
    }
}
