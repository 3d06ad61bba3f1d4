package io.openintake.flusher.domain.schema;

/**
 * A named column, or a field of a struct.
 *
 * @param origin whether the table has it or this batch brings it
 */
public record Column(String name, ColumnType type, ColumnType.Presence presence, Origin origin) {
    /** Where a column comes from. */
    public enum Origin {
        TABLE,
        BATCH
    }

    static Column ofBatch(String name, ColumnType type) {
        return new Column(name, type, ColumnType.Presence.OPTIONAL, Origin.BATCH);
    }

    Column withType(ColumnType other) {
        return other.equals(type) ? this : new Column(name, other, presence, origin);
    }
}
