package io.openintake.registry.app.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is stored in the outbox, while this process has the lead. It reads what is not marked rather than what
 * lies above a cursor, so a record that becomes visible late is not missed. After a failed send everything from that
 * record on is sent again, also what was acknowledged behind it: otherwise the failed, older state of a key would come
 * to
 * lie after its newer one, and compaction would keep the wrong one.
 */
public final class OutboxPublisher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final int BATCH = 200;
    private static final int PRUNE_BATCH = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final EventSender sender;
    private final OutboxGauge gauge;
    private final Duration retention;
    private final Consumer<String> failpoints;
    private volatile boolean stopped;

    /**
     * @param retention how long published records are kept for people to look at
     * @param failpoints where tests let the process crash
     */
    public OutboxPublisher(
            Outbox outbox, EventSender sender, OutboxGauge gauge, Duration retention, Consumer<String> failpoints) {
        this.outbox = outbox;
        this.sender = sender;
        this.gauge = gauge;
        this.retention = retention;
        this.failpoints = failpoints;
    }

    /** Runs until {@link #stop()} or an interrupt. */
    @Override
    public void run() {
        while (isRunning()) {
            try {
                Optional<Outbox.Lead> lead = sender.isReady() ? outbox.tryLead() : Optional.empty();
                if (lead.isPresent()) {
                    publishWhileLeading(lead.get());
                } else {
                    pause();
                }
            } catch (OutboxUnavailable | CompletionException broken) {
                LOG.warn("outbox publishing interrupted, trying again error={}", String.valueOf(broken.getCause()));
                pause();
            } catch (IllegalStateException bug) {
                LOG.error("outbox publishing failed, trying again", bug);
                pause();
            }
        }
    }

    /** Ends the loop after the current step. */
    public void stop() {
        stopped = true;
    }

    private void publishWhileLeading(Outbox.Lead lead) {
        try (lead) {
            LOG.info("outbox lead taken");
            while (isRunning()) {
                gauge.oldestUnpublished(lead.oldestUnpublished());
                List<OutboxRecord> batch = lead.unpublished(BATCH);
                if (batch.isEmpty()) {
                    lead.prune(retention, PRUNE_BATCH);
                    lead.awaitNews(IDLE);
                } else {
                    publish(lead, batch);
                }
            }
        }
    }

    private void publish(Outbox.Lead lead, List<OutboxRecord> batch) {
        List<CompletableFuture<Void>> sent = batch.stream()
                .map(outgoing -> sender.send(outgoing).toCompletableFuture())
                .toList();
        List<Long> acknowledged = new ArrayList<>();
        CompletionException failure = null;
        for (int i = 0; i < sent.size() && failure == null; i++) {
            try {
                sent.get(i).join();
                acknowledged.add(batch.get(i).id());
            } catch (CompletionException failed) {
                failure = failed;
            }
        }
        failpoints.accept("r.published");
        lead.markPublished(acknowledged);
        failpoints.accept("r.marked");
        gauge.published(acknowledged.size());
        if (failure != null) {
            settle(sent);
            throw failure;
        }
    }

    /** Waits until none of the batch can arrive any more, so that sending it again comes after it. */
    private static void settle(List<CompletableFuture<Void>> sent) {
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .exceptionally(failed -> null)
                .join();
    }

    private boolean isRunning() {
        return !stopped && !Thread.currentThread().isInterrupted();
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_DELAY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
