package io.openintake.flusher.domain.schema;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Which names can become columns, and which two names some engine would take for one. */
final class Names {
    static final int MAX_BYTES = 255;
    private static final String RESERVED_PREFIX = "__intake_";
    /** Iceberg's metadata columns that a user can meet in SQL. */
    private static final Set<String> RESERVED =
            Set.of("_file", "_pos", "_deleted", "_spec_id", "_partition", "_row_id", "_last_updated_sequence_number");

    private Names() {}

    static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(RESERVED_PREFIX) || RESERVED.contains(lower);
    }

    static boolean isValid(String name) {
        return !name.isEmpty()
                && name.chars().noneMatch(Character::isISOControl)
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** Whether a new column of this name and type would be taken for something that the struct has. */
    static boolean conflict(Struct struct, String name, ColumnType type) {
        Set<String> taken = struct.keys();
        boolean[] conflict = {false};
        collect(Path.ROOT.then(name), type, key -> conflict[0] |= taken.contains(key));
        return conflict[0];
    }

    /** The keys of every name in the struct. */
    static Set<String> keys(Struct struct) {
        Set<String> keys = new HashSet<>();
        struct.columns().forEach(column -> collect(Path.ROOT.then(column.name()), column.type(), keys::add));
        return keys;
    }

    /** Whether no two names in the struct, at whatever depth, share a key. */
    static boolean areDistinct(Struct struct) {
        int[] names = {0};
        Set<String> keys = new HashSet<>();
        struct.columns()
                .forEach(column -> collect(Path.ROOT.then(column.name()), column.type(), key -> {
                    names[0]++;
                    keys.add(key);
                }));
        return keys.size() == names[0];
    }

    private static void collect(Path path, ColumnType type, Consumer<String> keys) {
        keys.accept(path.dotted);
        keys.accept(path.stored);
        switch (type) {
            case Struct struct ->
                struct.columns().forEach(column -> collect(path.then(column.name()), column.type(), keys));
            case ColumnType.ListOf list -> collect(path.then("element"), list.element(), keys);
            case ColumnType.MapOf map -> {
                collect(path.then("key"), ColumnType.Simple.STRING, keys);
                collect(path.then("value"), map.value(), keys);
            }
            case ColumnType.Simple simple -> {}
            case ColumnType.Decimal decimal -> {}
            case ColumnType.Fixed fixed -> {}
        }
    }

    /**
     * A column's place twice: as SQL engines look it up (full name with dots, case folded, composed), and as Parquet
     * stores it (each name made fit for Avro). Two columns that share either cannot both be used.
     */
    private record Path(String dotted, String stored) {
        // no name holds NUL, so the two kinds of key never meet
        private static final String SEPARATOR = "\u0000";
        private static final Path ROOT = new Path("", "");

        Path then(String name) {
            String folded = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            return new Path(
                    dotted.isEmpty() ? folded : dotted + "." + folded, stored + SEPARATOR + Path.inParquet(folded));
        }

        /** As Iceberg's AvroSchemaUtil.makeCompatibleName. */
        private static String inParquet(String name) {
            StringBuilder stored = new StringBuilder(name.length());
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (Character.isLetter(c) || c == '_' || (i > 0 && Character.isLetterOrDigit(c))) {
                    stored.append(c);
                } else if (Character.isDigit(c)) {
                    stored.append('_').append(c);
                } else {
                    stored.append("_x").append(Integer.toHexString(c));
                }
            }
            return stored.toString();
        }
    }
}
