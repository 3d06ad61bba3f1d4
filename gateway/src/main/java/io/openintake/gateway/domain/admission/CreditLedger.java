package io.openintake.gateway.domain.admission;

import io.openintake.contracts.RunnerId;
import java.time.Duration;

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

        /** There is none for about this time; the text names what is waited for. */
        record Later(String text, Duration delay) implements Answer {}

        /** The buffer is full: only deliveries help, and nobody knows when. */
        record Full(String text) implements Answer {}

        /** It is more than there can ever be credit for at once. */
        record TooMuch(String text) implements Answer {}
    }
}
