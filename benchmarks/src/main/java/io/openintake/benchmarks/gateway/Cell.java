package io.openintake.benchmarks.gateway;

import io.openintake.benchmarks.rig.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is sent, and how: one line of the table. */
record Cell(Encryption encryption, int recordBytes, String compression) {
    private static final List<String> COMPRESSIONS = List.of("none", "lz4", "zstd");
    private static final int SMALL_BYTES = 200;
    private static final int LARGE_BYTES = 1_000;
    static final Cell PLAIN = new Cell(Encryption.PLAINTEXT, LARGE_BYTES, "none");
    static final Cell TLS = new Cell(Encryption.TLS, LARGE_BYTES, "none");

    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Encryption encryption : Encryption.values()) {
            for (int bytes : List.of(LARGE_BYTES, SMALL_BYTES)) {
                COMPRESSIONS.forEach(compression -> cells.add(new Cell(encryption, bytes, compression)));
            }
        }
        return List.copyOf(cells);
    }

    static List<Cell> few() {
        return List.of(PLAIN, TLS);
    }

    @Override
    public String toString() {
        return "%s, %d B, %s".formatted(encryption.name().toLowerCase(Locale.ROOT), recordBytes, compression);
    }
}
