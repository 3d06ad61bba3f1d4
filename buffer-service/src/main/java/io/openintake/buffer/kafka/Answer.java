package io.openintake.buffer.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** What an admin call came to, waited for but never for ever. */
sealed interface Answer<T> {
    /** Above the client's own time-out of a call, which comes first. */
    Duration PATIENCE = Duration.ofSeconds(90);

    record Good<T>(T value) implements Answer<T> {}

    record Bad<T>(Throwable cause) implements Answer<T> {}

    static <T> Answer<T> of(KafkaFuture<T> future) {
        try {
            return new Good<>(future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            return new Bad<>(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            return new Bad<>(late);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptException(stopping);
        }
    }
}
