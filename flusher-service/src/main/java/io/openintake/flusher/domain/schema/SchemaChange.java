package io.openintake.flusher.domain.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to change in a table's schema.
 *
 * @param added in the order in which they are to be added
 */
public record SchemaChange(List<Added> added, List<Widened> widened) {
    public SchemaChange {
        added = List.copyOf(added);
        widened = List.copyOf(widened);
    }

    /**
     * A new column.
     *
     * @param parent full name (dots between levels) of the struct, list or map that it goes into; empty for the table
     */
    public record Added(String parent, Column column) {}

    /** An existing column that gets a wider type. */
    public record Widened(String fullName, ColumnType type) {}

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return added.isEmpty() && widened.isEmpty();
    }

    /** The columns that a table without any would have. */
    public Struct asStruct() {
        return new Struct(added.stream().map(Added::column).toList());
    }

    /** How many of the added names, at all depths, these columns have. */
    public int presentIn(Struct columns) {
        int present = 0;
        for (Added each : added) {
            Struct owner = each.parent().isEmpty() ? columns : Struct.inside(columns, each.parent());
            if (owner.find(each.column().name()) != null) {
                present += 1 + Struct.structIn(each.column().type()).size();
            }
        }
        return present;
    }

    static SchemaChange between(Struct before, Struct after) {
        List<Added> added = new ArrayList<>();
        List<Widened> widened = new ArrayList<>();
        compare("", before, after, new SchemaChange.Found(added, widened));
        return new SchemaChange(added, widened);
    }

    private static void compare(String path, Struct before, Struct after, Found found) {
        for (Column column : after.columns()) {
            Column known = before.find(column.name());
            if (known == null) {
                found.added.add(new Added(path, column));
            } else {
                compareTypes(then(path, column.name()), known.type(), column.type(), found);
            }
        }
    }

    private static void compareTypes(String path, ColumnType before, ColumnType after, Found found) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof Struct from && after instanceof Struct to) {
            compare(path, from, to, found);
        } else if (before instanceof ColumnType.ListOf from && after instanceof ColumnType.ListOf to) {
            compareTypes(then(path, "element"), from.element(), to.element(), found);
        } else if (before instanceof ColumnType.MapOf from && after instanceof ColumnType.MapOf to) {
            compareTypes(then(path, "value"), from.value(), to.value(), found);
        } else {
            found.widened.add(new Widened(path, after));
        }
    }

    private static String then(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private record Found(List<Added> added, List<Widened> widened) {}
}
