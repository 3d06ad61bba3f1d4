package io.openintake.flusher.domain.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Columns in order, found by their exact name; the table itself is one. */
public final class Struct implements ColumnType {

    private final List<Column> columns;
    private final Map<String, Column> byName;
    private final int size;
    private final int fresh;
    private @Nullable Set<String> keys;

    public Struct(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.byName = new LinkedHashMap<>();
        int named = 0;
        int ofBatch = 0;
        for (Column column : columns) {
            byName.put(column.name(), column);
            Struct inner = structIn(column.type());
            named += 1 + inner.size;
            ofBatch += (column.origin() == Column.Origin.BATCH ? 1 : 0) + inner.fresh;
        }
        this.size = named;
        this.fresh = ofBatch;
    }

    /** The columns in order. */
    public List<Column> columns() {
        return columns;
    }

    /** The column of this very name. */
    public @Nullable Column find(String name) {
        return byName.get(name);
    }

    /** Without columns. */
    public static Struct empty() {
        return Empty.STRUCT;
    }

    /** How many names it has at all depths. */
    public int size() {
        return size;
    }

    /** How many of them the batch brings. */
    public int fresh() {
        return fresh;
    }

    /** This struct with the column in the place of the one of its name, or at the end. */
    public Struct with(Column column) {
        List<Column> changed = new ArrayList<>(columns);
        Column known = byName.get(column.name());
        if (known == null) {
            changed.add(column);
        } else {
            changed.set(columns.indexOf(known), column);
        }
        return new Struct(changed);
    }

    /** {@link Names#keys}, worked out once: many messages ask it of the same table. */
    Set<String> keys() {
        Set<String> known = keys;
        if (known == null) {
            known = Names.keys(this);
            keys = known;
        }
        return known;
    }

    /** The struct inside the column of this full name; empty when there is none. */
    static Struct inside(Struct columns, String fullName) {
        for (Column column : columns.columns) {
            Struct inner = structIn(column.type());
            if (fullName.equals(column.name())) {
                return inner;
            }
            if (fullName.startsWith(column.name() + ".")) {
                String rest = fullName.substring(column.name().length() + 1);
                // the steps into a list or a map are named too
                return rest.equals("element") || rest.equals("value")
                        ? inner
                        : inside(inner, rest.startsWith("element.") ? rest.substring("element.".length()) : rest);
            }
        }
        return Empty.STRUCT;
    }

    /** The struct inside lists and maps of this type; empty when there is none. */
    static Struct structIn(ColumnType type) {
        return switch (type) {
            case Struct struct -> struct;
            case ListOf list -> structIn(list.element());
            case MapOf map -> structIn(map.value());
            case Simple simple -> Empty.STRUCT;
            case Decimal decimal -> Empty.STRUCT;
            case Fixed fixed -> Empty.STRUCT;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Struct that && that.columns.equals(columns));
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return "Struct" + columns;
    }

    /** Holds the empty struct apart, so that constructing one never needs itself. */
    private static final class Empty {
        private static final Struct STRUCT = new Struct(List.of());
    }
}
