package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.flusher.domain.Trouble;
import io.openintake.flusher.iceberg.FaultProxy.Answer;
import io.openintake.flusher.iceberg.FaultProxy.Real;
import io.openintake.flusher.iceberg.FaultProxy.Request;
import io.openintake.flusher.iceberg.FaultProxy.Spoiler;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An object store that fails: the flush says why, publishes nothing by halves, and goes on by itself. */
final class StorageFaultsIT {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);
    private static final String ERROR = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code>"
            + "<Message>SECRET-CANARY</Message><RequestId>1</RequestId></Error>";
    private static Backing backing;

    private FaultProxy catalog;
    private FaultProxy storage;

    @BeforeAll
    static void startCatalog() {
        backing = SharedBacking.with(Part.S3, Part.CATALOG);
    }

    @BeforeEach
    void connect() throws Exception {
        catalog = new FaultProxy(backing.catalog().uri());
        storage = new FaultProxy(backing.s3().endpoint());
        catalog.rewrite(body -> body.replace(backing.s3().endpoint(), storage.uri()));
    }

    @AfterEach
    void disconnect() {
        catalog.close();
        storage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, storage-forbidden, REFUSED",
        "403, InvalidAccessKeyId, storage-forbidden, REFUSED",
        "404, NoSuchBucket, storage-missing, REFUSED",
        "400, ExpiredToken, storage-credentials-expired, TRANSIENT",
        "503, SlowDown, storage-unavailable, TRANSIENT",
        "500, InternalError, storage-unavailable, TRANSIENT",
    })
    void saysWhatTheStorageRefusesAndGoesOnWhenItNoLongerDoes(int status, String error, String code, Trouble.Kind kind)
            throws Exception {
        try (FlushRig rig = filled()) {
            storage.spoil((request, real) ->
                    request.method().equals("PUT") ? Answer.of(status, ERROR.formatted(error)) : real.ask(request));
            assertRecovers(rig, code, kind);
        }
    }

    /** Eight files are open when the first one fails; the others must not be tried, too. */
    @Test
    void saysThatTheStorageIsSilentAndGoesOnWhenItSpeaks() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FlushRig.Setup setup = FlushRig.Setup.ownTable().partitionedBy("truncate(5, n)");
        try (FlushRig rig = new FlushRig(backing, catalog.uri(), REQUEST_LIMIT, setup)) {
            rig.send(10);
            rig.deliver();
            rig.send(40);
            storage.spoil((request, real) -> silent(over));
            long begun = System.nanoTime();
            assertRecovers(rig, "storage-unavailable", Trouble.Kind.TRANSIENT);
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(15), "the worker was held up too long");
        } finally {
            over.countDown();
        }
    }

    @Test
    void deliversThroughAStorageThatFailsEverySecondTime() throws Exception {
        Random random = new Random(7);
        AtomicInteger faults = new AtomicInteger();
        try (FlushRig rig = filled()) {
            storage.spoil((request, real) -> {
                int roll;
                synchronized (random) {
                    roll = random.nextInt(8);
                }
                if (roll < 4) {
                    faults.incrementAndGet();
                }
                return switch (roll) {
                    case 0, 1 -> Answer.of(503, ERROR.formatted("SlowDown"));
                    case 2 -> Answer.BROKEN;
                    case 3 -> brokenAfter(request, real);
                    default -> real.ask(request);
                };
            });
            for (int batch = 0; batch < 3; batch++) {
                rig.send(10);
                rig.deliver();
            }
            storage.spoil(Spoiler.NONE);
            assertTrue(faults.get() > 5, () -> "only " + faults);
            rig.assertExact();
        }
    }

    @Test
    void asksForNewCredentialsBeforeTheLentOnesExpire() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        AtomicInteger lent = new AtomicInteger();
        catalog.rewrite(body -> body.replace(backing.s3().endpoint(), storage.uri())
                .replace("\"config\":{", "\"config\":{" + lease(lent.incrementAndGet(), now.get())));
        AtomicBoolean expired = new AtomicBoolean();
        List<String> used = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (FlushRig rig = new FlushRig(
                backing,
                catalog.uri(),
                REQUEST_LIMIT,
                FlushRig.Setup.ownTable().partitionedBy("truncate(10, n)").at(now::get))) {
            rig.send(10);
            rig.deliver();
            storage.spoil((request, real) -> {
                String token = token(request);
                boolean isData = request.method().equals("PUT")
                        && request.uri().getPath().endsWith(".parquet");
                if (isData && used.contains(token)) {
                    return Answer.of(400, ERROR.formatted("ExpiredToken"));
                }
                Answer answer = real.ask(request);
                if (isData) {
                    // the batch has four files; each one finds that the credentials of the one before are over
                    used.add(token);
                    now.updateAndGet(time -> time.plusSeconds(3_600));
                    expired.set(true);
                }
                return answer;
            });
            rig.send(40);
            assertEquals(40, delivered(rig));
            assertTrue(expired.get());
            assertTrue(used.size() >= 4, () -> "not renewed between files: " + used);
            storage.spoil(Spoiler.NONE);
            rig.assertExact();
        }
    }

    private static long delivered(FlushRig rig) {
        return switch (((io.openintake.flusher.app.flush.FlushResult.End.Finished)
                        rig.flush().end())
                .outcome()) {
            case io.openintake.flusher.domain.Outcome.Delivered batch -> batch.rows();
            case Object other -> throw new AssertionError("not delivered: " + other);
        };
    }

    private static String lease(int number, Instant now) {
        return "\"s3.session-token\":\"lease-" + number + "\",\"s3.session-token-expires-at-ms\":\""
                + now.plusSeconds(1_800).toEpochMilli() + "\",";
    }

    private static String token(Request request) {
        return request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("x-amz-security-token"))
                .map(header -> header.getValue().getFirst())
                .findFirst()
                .orElse("none");
    }

    /** A table with ten rows, and ten more messages that wait. */
    private FlushRig filled() {
        FlushRig rig = new FlushRig(backing, catalog.uri(), REQUEST_LIMIT);
        rig.send(10);
        rig.deliver();
        rig.send(10);
        return rig;
    }

    private void assertRecovers(FlushRig rig, String code, Trouble.Kind kind) {
        Trouble trouble = rig.troubledFlush();
        assertEquals(code, trouble.code());
        assertEquals(kind, trouble.kind());
        assertFalse(trouble.message().contains("CANARY"), trouble::message);
        assertEquals(10, rig.log.newest().orElseThrow().position(0).to());
        storage.spoil(Spoiler.NONE);
        assertEquals(10, rig.other.numbers().size());
        rig.deliver();
        rig.assertExact();
    }

    private static Answer brokenAfter(Request request, Real real) throws IOException {
        real.ask(request);
        return Answer.BROKEN;
    }

    private static Answer silent(CountDownLatch over) throws IOException {
        try {
            var unused = over.await(60, TimeUnit.SECONDS);
            return Answer.BROKEN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
