package io.openintake.registry.app.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.InternalTopic;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutboxPublisherTest {
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final ScriptedSender sender = new ScriptedSender();
    private final AtomicInteger published = new AtomicInteger();
    private final OutboxPublisher publisher = new OutboxPublisher(
            outbox,
            sender,
            new OutboxGauge() {
                @Override
                public void oldestUnpublished(Optional<Instant> stored) {}

                @Override
                public void published(int count) {
                    published.addAndGet(count);
                }
            },
            Duration.ofHours(1),
            point -> {});
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(publisher);

    @AfterEach
    void stop() throws InterruptedException {
        publisher.stop();
        thread.interrupt();
        thread.join();
    }

    @Test
    void sendsInOrderAndMarksWhatIsAcknowledged() {
        outbox.store(1, 2, 3);
        thread.start();
        Eventually.equal("all marked", List.of(), outbox::unmarked);
        assertEquals(List.of(1L, 2L, 3L), sender.sent());
        assertEquals(3, published.get());
    }

    @Test
    void sendsEverythingFromAFailedRecordOnAgain() {
        outbox.store(1, 2, 3);
        sender.failOnce(2);
        thread.start();
        Eventually.equal("all marked", List.of(), outbox::unmarked);
        // 3 had arrived, but behind a 2 that had not: it must come to lie after it once more
        assertEquals(List.of(1L, 2L, 3L, 2L, 3L), sender.sent());
    }

    @Test
    void publishesARecordThatBecomesVisibleLate() {
        outbox.store(5);
        thread.start();
        Eventually.equal("the first one", List.of(), outbox::unmarked);
        outbox.store(4);
        Eventually.equal("the late one", List.of(), outbox::unmarked);
        assertEquals(List.of(5L, 4L), sender.sent());
    }

    @Test
    void waitsWhileAnotherOneLeads() {
        outbox.leadIsTaken(true);
        outbox.store(1);
        thread.start();
        Eventually.holds("it has asked", () -> outbox.asked() > 0);
        assertEquals(List.of(), sender.sent());
        outbox.leadIsTaken(false);
        Eventually.equal("published", List.of(1L), sender::sent);
    }

    @Test
    void goesOnAfterTheOutboxWasAway() {
        outbox.store(1);
        outbox.failNextMark();
        thread.start();
        Eventually.equal("all marked", List.of(), outbox::unmarked);
        assertEquals(List.of(1L, 1L), sender.sent());
        assertTrue(outbox.asked() >= 2);
    }

    /** Records that come in any order, and a lead that can be taken. */
    private static final class InMemoryOutbox implements Outbox {
        private final Map<Long, Boolean> marked = new TreeMap<>();
        private boolean taken;
        private boolean markFails;
        private int asked;

        synchronized void store(long... ids) {
            for (long id : ids) {
                marked.put(id, false);
            }
        }

        synchronized void leadIsTaken(boolean now) {
            taken = now;
        }

        synchronized void failNextMark() {
            markFails = true;
        }

        synchronized int asked() {
            return asked;
        }

        synchronized List<Long> unmarked() {
            return marked.entrySet().stream()
                    .filter(entry -> !entry.getValue())
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public synchronized Optional<Lead> tryLead() {
            asked++;
            return taken ? Optional.empty() : Optional.of(new InMemoryLead());
        }

        private final class InMemoryLead implements Lead {
            @Override
            public List<OutboxRecord> unpublished(int limit) {
                return unmarked().stream()
                        .limit(limit)
                        .map(id -> new OutboxRecord(id, InternalTopic.USERS, "key", id, Optional.empty()))
                        .toList();
            }

            @Override
            public Optional<Instant> oldestUnpublished() {
                return Optional.empty();
            }

            @Override
            public void markPublished(List<Long> ids) {
                synchronized (InMemoryOutbox.this) {
                    if (markFails) {
                        markFails = false;
                        throw new OutboxUnavailable("away", new IllegalStateException());
                    }
                    ids.forEach(id -> marked.put(id, true));
                }
            }

            @Override
            public void prune(Duration age, int limit) {}

            @Override
            public void awaitNews(Duration atMost) {
                Thread.onSpinWait();
            }

            @Override
            public void close() {}
        }
    }

    /** Acknowledges at once, but for one record once. */
    private static final class ScriptedSender implements EventSender {
        private final List<Long> sent = new ArrayList<>();
        private long failing;

        synchronized void failOnce(long id) {
            failing = id;
        }

        synchronized List<Long> sent() {
            return List.copyOf(sent);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public synchronized CompletionStage<Void> send(OutboxRecord outgoing) {
            sent.add(outgoing.id());
            if (outgoing.id() == failing) {
                failing = 0;
                return CompletableFuture.failedFuture(new IllegalStateException("not acknowledged"));
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
