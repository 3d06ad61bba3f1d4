package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.CatalogAuth;
import io.openintake.flusher.domain.Trouble;
import io.openintake.flusher.iceberg.FaultProxy.Answer;
import io.openintake.flusher.iceberg.FaultProxy.Request;
import io.openintake.flusher.iceberg.FaultProxy.Spoiler;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalog or token endpoint that fails for longer: the worker comes back soon, nothing is lost or written twice. */
final class CatalogTroublesIT {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);
    private static Backing backing;

    private FaultProxy catalog;

    @BeforeAll
    static void startCatalog() {
        backing = SharedBacking.with(Part.S3, Part.CATALOG);
    }

    @BeforeEach
    void connect() throws Exception {
        catalog = new FaultProxy(backing.catalog().uri());
    }

    @AfterEach
    void disconnect() {
        catalog.close();
    }

    @Test
    void leavesACommitToALaterFlushWhenTheCatalogRefusesOnlyAppends() throws Exception {
        try (FlushRig rig = filled(FlushRig.Setup.ownTable())) {
            catalog.spoil((request, real) -> CommitStep.APPEND.is(request) ? Answer.of(503, "") : real.ask(request));
            assertIsHeldAtMost(Duration.ofSeconds(8), () -> assertEquals("catalog-unavailable", code(rig)));
            assertTrue(rig.log.newest().orElseThrow().pending().isPresent(), "the commit is still in doubt");
            assertEquals(10, rig.other.numbers().size());
            catalog.spoil(Spoiler.NONE);
            rig.deliver();
            rig.assertExact();
        }
    }

    @Test
    void writesNoFilesWhileACommitInDoubtCannotBeSettled() throws Exception {
        try (FaultProxy storage = new FaultProxy(backing.s3().endpoint())) {
            catalog.rewrite(body -> body.replace(backing.s3().endpoint(), storage.uri()));
            try (FlushRig rig = filled(FlushRig.Setup.ownTable())) {
                catalog.spoil((request, real) -> request.isCommit() ? Answer.of(503, "") : real.ask(request));
                assertEquals("catalog-unavailable", code(rig));
                storage.seen().clear();
                for (int again = 0; again < 2; again++) {
                    assertEquals("catalog-unavailable", code(rig));
                }
                assertEquals(
                        0,
                        storage.seen().stream()
                                .filter(CatalogTroublesIT::isDataFile)
                                .count());
                catalog.spoil(Spoiler.NONE);
                rig.deliver();
                rig.assertExact();
            }
        }
    }

    @Test
    void givesTheWorkerBackWhenTheCatalogIsSilent() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FlushRig rig = filled(FlushRig.Setup.ownTable())) {
            catalog.spoil((request, real) -> silent(over));
            assertIsHeldAtMost(Duration.ofSeconds(4), () -> assertEquals("catalog-unavailable", code(rig)));
            catalog.spoil((request, real) -> request.isCommit() ? silent(over) : real.ask(request));
            assertIsHeldAtMost(Duration.ofSeconds(8), () -> assertEquals("catalog-unavailable", code(rig)));
            // resolving what is in doubt posts, too
            assertIsHeldAtMost(Duration.ofSeconds(8), () -> assertEquals("catalog-unavailable", code(rig)));
            catalog.spoil(Spoiler.NONE);
            rig.deliver();
            rig.assertExact();
        } finally {
            over.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 419})
    void goesOnWithANewTokenWhenTheOldOneExpiresInTheMiddleOfACommit(int status) throws Exception {
        try (FlushRig rig = filled(withTokens())) {
            Set<String> expired = ConcurrentHashMap.newKeySet();
            AtomicBoolean struck = new AtomicBoolean();
            catalog.spoil((request, real) -> {
                if (CommitStep.APPEND.is(request) && struck.compareAndSet(false, true)) {
                    expired.add(bearer(request));
                }
                return expired.contains(bearer(request)) ? Answer.of(status, "") : real.ask(request);
            });
            rig.flush();
            assertTrue(struck.get());
            assertEquals(20, rig.other.numbers().size(), "in one flush: the batch was kept");
            rig.assertExact();
        }
    }

    @Test
    void waitsForATokenEndpointThatFailsAndGoesOnWhenItGivesTokens() throws Exception {
        try (FlushRig rig = filled(withTokens())) {
            AtomicInteger refreshes = new AtomicInteger();
            Set<String> expired = ConcurrentHashMap.newKeySet();
            catalog.spoil((request, real) -> {
                if (isTokenRequest(request)) {
                    refreshes.incrementAndGet();
                    return Answer.of(503, "SECRET-CANARY");
                }
                if (CommitStep.APPEND.is(request)) {
                    expired.add(bearer(request));
                }
                return expired.contains(bearer(request)) ? Answer.of(401, "") : real.ask(request);
            });
            Trouble trouble = rig.troubledFlush();
            assertEquals("token-endpoint-unavailable", trouble.code());
            assertEquals(Trouble.Kind.TRANSIENT, trouble.kind());
            assertTrue(refreshes.get() > 0);
            assertEquals("token-endpoint-unavailable", code(rig));
            catalog.spoil(Spoiler.NONE);
            rig.deliver();
            rig.assertExact();
        }
    }

    private FlushRig.Setup withTokens() {
        return FlushRig.Setup.ownTable().with(new CatalogAuth.Dremio(catalog.uri() + "/oauth/token"));
    }

    /** A table with ten rows, and ten more messages that wait. */
    private FlushRig filled(FlushRig.Setup setup) {
        FlushRig rig = new FlushRig(backing, catalog.uri(), REQUEST_LIMIT, setup);
        rig.send(10);
        rig.deliver();
        rig.send(10);
        return rig;
    }

    private static String code(FlushRig rig) {
        return rig.troubledFlush().code();
    }

    private static void assertIsHeldAtMost(Duration limit, Runnable flush) {
        long begun = System.nanoTime();
        flush.run();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(limit) < 0, () -> "the worker was held up for " + took);
    }

    private static boolean isDataFile(Request request) {
        return request.method().equals("PUT") && request.uri().getPath().endsWith(".parquet");
    }

    private static boolean isTokenRequest(Request request) {
        return request.uri().getPath().equals("/oauth/token");
    }

    private static String bearer(Request request) {
        return request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("authorization"))
                .map(header -> header.getValue().getFirst())
                .findFirst()
                .orElse("none");
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
