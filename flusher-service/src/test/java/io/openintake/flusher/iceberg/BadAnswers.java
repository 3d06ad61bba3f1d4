package io.openintake.flusher.iceberg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** What a hostile catalog may answer instead of a table. */
final class BadAnswers {
    private static final int NEARLY_THE_LIMIT = 31 * 1024 * 1024;

    private BadAnswers() {}

    static byte[] of(String kind) throws IOException {
        return switch (kind) {
            // ten million empty lists: as trees more than a gigabyte
            case "many values" -> bytes("{\"metadata\":[" + "[],".repeat(NEARLY_THE_LIMIT / 3) + "[]]}");
            case "deep" -> bytes("{\"metadata\":" + "[".repeat(NEARLY_THE_LIMIT));
            case "deep schema" -> bytes(deepSchema());
            case "gzip" -> zeros();
            case "endless error" -> bytes("{\"error\":{\"message\":\"SECRET-CANARY" + "x".repeat(NEARLY_THE_LIMIT));
            case "html" -> bytes("<html>SECRET-CANARY</html>");
            case "nothing" -> new byte[0];
            case "null" -> bytes("null");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** As deep as an answer may be, in what is read by recursion. */
    private static String deepSchema() {
        int depth = 60;
        String type = "\"long\"";
        for (int level = 0; level < depth; level++) {
            type = "{\"type\":\"struct\",\"fields\":[{\"id\":" + (level + 1)
                    + ",\"name\":\"f\",\"required\":false,\"type\":" + type + "}]}";
        }
        return "{\"metadata\":{\"format-version\":2,\"table-uuid\":\"SECRET-CANARY\",\"location\":\"s3://b/t\","
                + "\"last-column-id\":60,\"schemas\":[" + type + "]}}";
    }

    /** A gigabyte of zeros in a megabyte. */
    private static byte[] zeros() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 1_024; i++) {
                zip.write(block);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
