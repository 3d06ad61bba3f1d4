package io.openintake.flusher.domain.schema;

import io.openintake.flusher.domain.schema.ColumnType.Simple;
import java.util.EnumSet;
import java.util.Set;

/**
 * One partition expression, parsed.
 *
 * @param column full name of the column
 * @param parameter buckets or width; 0 where there is none
 */
public record PartitionTerm(Transform transform, String column, int parameter) {
    private static final Set<Simple> TIMES = EnumSet.of(Simple.TIMESTAMP, Simple.TIMESTAMPTZ);
    private static final Set<Simple> DAYS = EnumSet.of(Simple.DATE, Simple.TIMESTAMP, Simple.TIMESTAMPTZ);
    private static final Set<Simple> NOT_HASHED =
            EnumSet.of(Simple.BOOLEAN, Simple.FLOAT, Simple.DOUBLE, Simple.UNSUPPORTED);
    private static final Set<Simple> CUT = EnumSet.of(Simple.INT, Simple.LONG, Simple.STRING, Simple.BINARY);

    /** Iceberg's partition transforms. */
    public enum Transform {
        IDENTITY,
        YEAR,
        MONTH,
        DAY,
        HOUR,
        BUCKET,
        TRUNCATE,
        VOID
    }

    boolean appliesTo(ColumnType type) {
        return switch (type) {
            case Simple simple ->
                switch (transform) {
                    case IDENTITY -> simple != Simple.UNSUPPORTED;
                    case YEAR, MONTH, DAY -> DAYS.contains(simple);
                    case HOUR -> TIMES.contains(simple);
                    case BUCKET -> !NOT_HASHED.contains(simple);
                    case TRUNCATE -> CUT.contains(simple);
                    case VOID -> true;
                };
            case ColumnType.Decimal decimal ->
                transform == Transform.IDENTITY
                        || transform == Transform.BUCKET
                        || transform == Transform.TRUNCATE
                        || transform == Transform.VOID;
            case ColumnType.Fixed fixed ->
                transform == Transform.IDENTITY || transform == Transform.BUCKET || transform == Transform.VOID;
            case ColumnType.ListOf list -> false;
            case ColumnType.MapOf map -> false;
            case Struct struct -> false;
        };
    }
}
