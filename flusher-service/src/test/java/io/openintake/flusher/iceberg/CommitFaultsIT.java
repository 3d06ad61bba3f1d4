package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Partitioning;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.IntakeTable.Post;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.iceberg.CatalogProxy.Spoiling;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commit fault matrix: whatever is answered, every row is there once and no file is gone. */
final class CommitFaultsIT {
    private static Backing backing;

    private CatalogProxy proxy;
    private TableRig rig;
    private LoadedTable base;

    @BeforeAll
    static void startCatalog() {
        backing = SharedBacking.with(Part.S3, Part.CATALOG);
    }

    @BeforeEach
    void createTable() throws Exception {
        proxy = new CatalogProxy(backing.catalog().uri());
        rig = new TableRig(backing, proxy.uri());
        InMemoryBatch first = InMemoryBatch.of("{\"n\":1}", "{\"n\":2}");
        LoadedTable created = rig.create(first, new Partitioning.None());
        base = TableRig.posted(rig.post(created, rig.write(first, created), "c0"));
        proxy.commits().clear();
    }

    @AfterEach
    void disconnect() throws Exception {
        rig.close();
        proxy.close();
    }

    /** 0 is a connection that breaks after the commit was applied. */
    @ParameterizedTest
    @ValueSource(ints = {0, 400, 401, 403, 404, 408, 409, 419, 429, 500, 502, 503, 504})
    void findsByReloadingACommitWhoseAnswerWasAnythingElse(int status) {
        assertFoundOnce(Spoiling.applied(status, () -> {}), 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 503})
    void keepsAnotherWritersCommitThatCameInBetween(int status) {
        assertFoundOnce(Spoiling.applied(status, this::foreignAppend), 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 400, 409, 429, 503})
    void postsAgainOnlyOnANewVersionWhenTheCatalogNeverSawIt(int status) {
        InMemoryBatch batch = InMemoryBatch.of("{\"n\":3}");
        Written written = rig.write(batch, base);
        proxy.spoil(Spoiling.lost(status));
        assertInstanceOf(Post.Unclear.class, rig.post(base, written, "c1"));
        proxy.spoil(Spoiling.NOTHING);
        assertEquals(1, proxy.commits().size());
        LoadedTable reloaded = rig.load();
        assertFalse(reloaded.view().records("c1"));
        TableRig.posted(rig.post(reloaded, written, "c1"));
        assertEquals(3, rig.rows().size());
    }

    @Test
    void isRefusedWhenMainMovedBetweenLoadAndPost() {
        Written written = rig.write(InMemoryBatch.of("{\"n\":3}"), base);
        Set<String> before = rig.stored();
        foreignAppend();
        Fault fault = assertInstanceOf(Post.Unclear.class, rig.post(base, written, "c1"))
                .fault();
        assertEquals(Fault.Kind.CONFLICT, fault.kind());
        LoadedTable reloaded = rig.load();
        assertFalse(reloaded.view().records("c1"));
        assertEquals("c0", reloaded.view().head());
        assertEquals(4, rig.rows().size());
        assertTrue(rig.stored().containsAll(before));
    }

    @Test
    void isRefusedWhenTheTableWasDroppedAndCreatedAnew() {
        Written written = rig.write(InMemoryBatch.of("{\"n\":3}"), base);
        var schema = rig.theirs().schema();
        rig.others.dropTable(rig.name, false);
        rig.others.createTable(rig.name, schema);
        assertInstanceOf(Post.Unclear.class, rig.post(base, written, "c1"));
        assertFalse(rig.load().view().uuid().equals(base.view().uuid()));
        assertEquals(0, rig.rows().size());
    }

    @Test
    void refusesALateCopyOnceMainHasMoved() throws Exception {
        Written written = rig.write(InMemoryBatch.of("{\"n\":3}"), base);
        proxy.spoil(Spoiling.lost(503));
        assertInstanceOf(Post.Unclear.class, rig.post(base, written, "c1"));
        proxy.spoil(Spoiling.NOTHING);
        TableRig.posted(rig.table.post(rig.load(), List.of(), Map.of(), rig.property("adopted-again")));
        assertEquals(409, proxy.deliverAgain());
        assertFalse(rig.load().view().records("c1"));
        assertEquals(2, rig.rows().size());
    }

    private void assertFoundOnce(Spoiling spoiling, int rows) {
        Written written = rig.write(InMemoryBatch.of("{\"n\":3}"), base);
        Set<String> before = rig.stored();
        proxy.spoil(spoiling);
        Post post = rig.post(base, written, "c1");
        proxy.spoil(Spoiling.NOTHING);
        Fault fault = assertInstanceOf(Post.Unclear.class, post, post::toString).fault();
        assertFalse(fault.message().contains("CANARY"), fault::message);
        assertEquals(1, proxy.commits().size(), "posted once, whatever was answered");
        assertTrue(rig.load().view().records("c1"));
        assertEquals(rows, rig.rows().size());
        assertTrue(rig.stored().containsAll(before), "no file is gone");
        assertTrue(rig.table.exist(written.files()));
    }

    /** Two rows of somebody else, in a copy of our first file. */
    private void foreignAppend() {
        Table theirs = rig.theirs();
        var ours = rig.dataFiles().stream()
                .filter(file -> file.recordCount() == 2)
                .findFirst()
                .orElseThrow();
        String copy = ours.location().replace(".parquet", "-copy.parquet");
        try (var in = theirs.io().newInputFile(ours.location()).newStream();
                var out = theirs.io().newOutputFile(copy).createOrOverwrite()) {
            in.transferTo(out);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        theirs.newAppend()
                .appendFile(DataFiles.builder(theirs.spec())
                        .copy(ours)
                        .withPath(copy)
                        .build())
                .commit();
    }
}
