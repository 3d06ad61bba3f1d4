package io.openintake.flusher.app.flush;

import io.openintake.contracts.IntakeId;
import io.openintake.flusher.app.Definitions;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.IntakeTables;
import io.openintake.flusher.app.IntakeTables.Access;
import io.openintake.flusher.domain.Trouble;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection per intake and credential version, closed when either changes; never shared between intakes. An intake
 * is flushed by one worker at a time, so its connection is used by one at a time.
 */
public final class TableConnections implements AutoCloseable {
    /** More stay open only while they are in use: a session is cheap to build, thousands of them are not to keep. */
    private static final int MAX_IDLE = 64;

    private final IntakeTables tables;
    private final Definitions definitions;
    private final Map<IntakeId, Open> open = new ConcurrentHashMap<>();

    public TableConnections(IntakeTables tables, Definitions definitions) {
        this.tables = tables;
        this.definitions = definitions;
    }

    private record Open(Access access, IntakeTable table) {}

    /** What connecting came to. */
    sealed interface Connection {
        record Connected(IntakeTable table) implements Connection {}

        record Refused(Trouble trouble) implements Connection {}
    }

    Connection connect(IntakeId intake, String target) {
        return switch (definitions.access(intake, target)) {
            case Definitions.Lookup.Missing missing ->
                new Connection.Refused(new Trouble(missing.kind(), missing.code(), missing.message()));
            case Definitions.Lookup.Found found -> new Connection.Connected(connected(found.access()));
        };
    }

    private IntakeTable connected(Access access) {
        Open known = open.get(access.intake());
        if (known != null && known.access().equals(access)) {
            return known.table();
        }
        drop(access.intake());
        IntakeTable table = tables.connect(access);
        open.put(access.intake(), new Open(access, table));
        return table;
    }

    /** The next connection is a new session: an OAuth2 session never recovers after a refresh that failed. */
    void drop(IntakeId intake) {
        close(open.remove(intake));
    }

    void idle(IntakeId intake) {
        if (open.size() > MAX_IDLE) {
            drop(intake);
        }
    }

    @Override
    public void close() {
        open.keySet().forEach(this::drop);
    }

    private static void close(@Nullable Open gone) {
        if (gone != null) {
            gone.table().close();
        }
    }
}
