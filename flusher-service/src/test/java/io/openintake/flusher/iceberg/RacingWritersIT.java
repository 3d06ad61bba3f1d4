package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.flusher.iceberg.FaultProxy.Answer;
import io.openintake.flusher.iceberg.FaultProxy.Real;
import io.openintake.flusher.iceberg.FaultProxy.Request;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two intakes deliver into one table while other writers append, compact, expire, change the schema and the properties,
 * and a quarter of the catalog's answers to the intakes are wrong, lost or old.
 */
final class RacingWritersIT {
    private static final long SEED = 20_261_121;
    private static final int BATCHES = 6;
    private static final int BATCH_ROWS = 15;
    private static final List<CommitFault> FAULTS = List.of(
            CommitFault.REFUSED_503,
            CommitFault.BROKEN_BEFORE,
            CommitFault.BROKEN_AFTER,
            CommitFault.TWICE,
            CommitFault.TWICE_ANSWERED_409,
            CommitFault.GARBAGE_200,
            CommitFault.S400,
            CommitFault.S401,
            CommitFault.S404,
            CommitFault.S409,
            CommitFault.S429,
            CommitFault.S500,
            CommitFault.S503);

    private final Random random = new Random(SEED);
    private final AtomicInteger faults = new AtomicInteger();
    private final Map<String, Answer> older = new ConcurrentHashMap<>();
    private final List<Throwable> surprises = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
    private final ScheduledExecutorService others = Executors.newScheduledThreadPool(3);
    private FaultProxy catalog;
    private FlushRig first;
    private FlushRig second;

    @BeforeEach
    void connect() throws Exception {
        Backing backing = SharedBacking.with(Part.S3, Part.CATALOG);
        catalog = new FaultProxy(backing.catalog().uri());
        Namespace shared = FlushRig.freshNamespace();
        Duration limit = Duration.ofSeconds(10);
        first = new FlushRig(backing, catalog.uri(), limit, FlushRig.Setup.sharing(shared, 0));
        second = new FlushRig(backing, catalog.uri(), limit, FlushRig.Setup.sharing(shared, 1_000_000));
    }

    @AfterEach
    void disconnect() throws Exception {
        others.shutdownNow();
        first.close();
        second.close();
        catalog.close();
    }

    @Test
    void everyRowOfEveryoneIsThereOnceInTheEnd() throws Exception {
        first.send(BATCH_ROWS);
        first.deliver();
        catalog.spoil(this::spoil);
        startOthers();
        Future<?> one = others.submit(() -> deliverAll(first));
        deliverAll(second);
        one.get(120, TimeUnit.SECONDS);
        others.shutdown();
        assertTrue(others.awaitTermination(60, TimeUnit.SECONDS), "others are still busy");
        assertEquals(List.of(), surprises);
        assertExact();
        assertTrue(faults.get() >= BATCHES, () -> "only " + faults + " faults");
        for (String kind : List.of("append", "compact", "expire", "schema", "property")) {
            assertTrue(done.containsKey(kind), () -> "no " + kind + " among " + done);
        }
    }

    private static void deliverAll(FlushRig rig) {
        for (int batch = 0; batch < BATCHES; batch++) {
            rig.send(BATCH_ROWS);
            rig.deliver();
        }
    }

    private void startOthers() {
        AtomicInteger next = new AtomicInteger();
        repeat("append", 150, () -> first.other.append(-next.incrementAndGet(), -next.incrementAndGet()));
        repeat("compact", 400, first.other::compact);
        repeat("expire", 300, first.other::expire);
        repeat("schema", 1_500, () -> first.other.addColumn("theirs" + next.incrementAndGet()));
        repeat("property", 250, () -> first.other.setProperty("theirs", "" + next.incrementAndGet()));
    }

    /** Somebody who works on the table again and again, and loses a race now and then. */
    private void repeat(String kind, long delayMs, Runnable work) {
        var unused = others.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                        done.computeIfAbsent(kind, any -> new AtomicInteger()).incrementAndGet();
                    } catch (CommitFailedException | ValidationException | NotFoundException lostTheRace) {
                        done.computeIfAbsent("lost", any -> new AtomicInteger()).incrementAndGet();
                    } catch (RuntimeException unexpected) {
                        surprises.add(unexpected);
                    }
                },
                delayMs,
                delayMs,
                TimeUnit.MILLISECONDS);
    }

    private Answer spoil(Request request, Real real) throws IOException {
        boolean isHit;
        boolean isOld;
        CommitFault fault;
        synchronized (random) {
            isHit = random.nextInt(4) == 0;
            isOld = random.nextBoolean();
            fault = FAULTS.get(random.nextInt(FAULTS.size()));
        }
        if (isHit) {
            faults.incrementAndGet();
        }
        if (request.isCommit()) {
            return isHit ? fault.strike(request, real, () -> {}, new Travelling()) : real.ask(request);
        }
        String asked = request.method() + request.uri();
        Answer old = older.get(asked);
        if (isHit && old != null) {
            return isOld ? old : Answer.of(503, "");
        }
        Answer answer = real.ask(request);
        if (request.method().equals("GET") && answer.status() == 200) {
            older.put(asked, answer);
        }
        return answer;
    }

    private void assertExact() {
        List<Long> expected = new ArrayList<>(first.sent());
        expected.addAll(second.sent());
        expected.addAll(first.other.appended());
        expected.sort(null);
        assertEquals(expected, first.other.numbers());
        first.other.assertReadable();
        assertEquals(
                first.sent().size(),
                first.log.newest().orElseThrow().position(0).rows());
        assertEquals(
                second.sent().size(),
                second.log.newest().orElseThrow().position(0).rows());
    }
}
