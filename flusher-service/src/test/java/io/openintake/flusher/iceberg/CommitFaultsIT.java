package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.flusher.iceberg.FaultProxy.Request;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.apache.iceberg.util.SnapshotUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commit fault matrix: whatever happens to whichever request that changes the catalog, every row is there once,
 * nobody else's commit is undone, no file is gone, and nothing is posted a second time.
 */
final class CommitFaultsIT {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);
    private static final Set<CommitFault> WORST = EnumSet.of(CommitFault.LATE, CommitFault.S409_AND_ANOTHER);
    private static Backing backing;

    private FaultProxy catalog;
    private FaultProxy storage;
    private FlushRig rig;

    @BeforeAll
    static void startCatalog() {
        backing = SharedBacking.with(Part.S3, Part.CATALOG);
    }

    @BeforeEach
    void connect() throws Exception {
        catalog = new FaultProxy(backing.catalog().uri());
        storage = new FaultProxy(backing.s3().endpoint());
        catalog.rewrite(body -> body.replace(backing.s3().endpoint(), storage.uri()));
        rig = new FlushRig(backing, catalog.uri(), REQUEST_LIMIT);
    }

    @AfterEach
    void disconnect() throws Exception {
        rig.close();
        catalog.close();
        storage.close();
    }

    @ParameterizedTest(name = "{0} hit by {1}")
    @MethodSource("everyFaultOfAppendsAndTheWorstElsewhere")
    void deliversEveryRowOnce(CommitStep step, CommitFault fault) throws Exception {
        assertDelivers(step, fault);
    }

    /** The rest of the matrix. */
    @Tag("faults")
    @ParameterizedTest(name = "{0} hit by {1}")
    @MethodSource("allOthers")
    void deliversEveryRowOnceWhateverElseHappens(CommitStep step, CommitFault fault) throws Exception {
        assertDelivers(step, fault);
    }

    static Stream<Arguments> everyFaultOfAppendsAndTheWorstElsewhere() {
        return matrix(CommitFaultsIT::isOftenRun);
    }

    static Stream<Arguments> allOthers() {
        return matrix((step, fault) -> !isOftenRun(step, fault));
    }

    private static boolean isOftenRun(CommitStep step, CommitFault fault) {
        return step == CommitStep.APPEND || WORST.contains(fault);
    }

    private static Stream<Arguments> matrix(BiPredicate<CommitStep, CommitFault> which) {
        return Arrays.stream(CommitStep.values())
                .flatMap(step -> Arrays.stream(CommitFault.values())
                        .filter(fault -> which.test(step, fault))
                        .map(fault -> Arguments.of(step, fault)));
    }

    private void assertDelivers(CommitStep step, CommitFault fault) throws Exception {
        boolean needsTable = step == CommitStep.SCHEMA || step == CommitStep.APPEND;
        if (needsTable) {
            rig.send(10);
            rig.deliver();
        }
        Travelling travelling = new Travelling();
        AtomicBoolean struck = new AtomicBoolean();
        catalog.spoil((request, real) -> step.is(request) && struck.compareAndSet(false, true)
                ? fault.strike(request, real, () -> meanwhile(step, fault), travelling)
                : travelling.pass(request, real));
        if (step == CommitStep.SCHEMA) {
            rig.sendWith("added", 10);
        } else {
            rig.send(10);
        }
        rig.deliver();
        rig.assertExact();
        rig.send(10);
        rig.deliver();
        assertTrue(struck.get(), "the fault never struck");
        assertTrue(travelling.isOver(), "the held commit never arrived");
        rig.assertExact();
        assertPostedOnce();
        assertNothingDeleted();
        assertTheirsStand();
    }

    /** What somebody else does at the worst moment. */
    private void meanwhile(CommitStep step, CommitFault fault) {
        if (fault == CommitFault.ANOTHER_FIRST) {
            switch (step) {
                case CREATE -> rig.other.create();
                case SCHEMA -> rig.other.addColumn("theirs");
                case FIRST_SNAPSHOT, TAKEOVER, APPEND -> {}
            }
        }
        rig.other.append(-1, -2, -3, -4, -5);
    }

    private void assertPostedOnce() {
        List<String> snapshots = catalog.seen().stream()
                .filter(Request::isCommit)
                .map(Request::text)
                .filter(body -> body.contains("\"add-snapshot\""))
                .toList();
        assertEquals(snapshots.size(), new HashSet<>(snapshots).size(), "a commit was posted twice");
    }

    private void assertNothingDeleted() {
        assertTrue(storage.seen().stream().anyMatch(request -> request.method().equals("PUT")), "no file was seen");
        assertEquals(
                List.of(),
                Stream.concat(storage.seen().stream(), catalog.seen().stream())
                        .filter(CommitFaultsIT::isDelete)
                        .toList());
    }

    private static boolean isDelete(Request request) {
        return request.method().equals("DELETE")
                || (request.method().equals("POST")
                        && "delete".equals(request.uri().getQuery()));
    }

    /** Their snapshots are still in main's history. */
    private void assertTheirsStand() {
        var table = rig.other.table();
        long theirs = rig.other.snapshots().stream()
                .filter(snapshot -> SnapshotUtil.isAncestorOf(table, snapshot))
                .count();
        assertEquals(rig.other.snapshots().size(), theirs);
    }
}
