package io.openintake.contracts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The table an intake writes to.
 *
 * @param uri the REST catalog's base address
 * @param warehouse the catalog's warehouse, as its configuration call takes it
 * @param namespace levels separated by dots
 * @param table the table's name
 */
public record TableTarget(String uri, String warehouse, String namespace, String table) {
    private static final int HASH_BYTES = 16;

    /** Names this target in {@code FlushState}: 128 bits of SHA-256 over the length-prefixed parts, in hex. */
    public String hash() {
        MessageDigest digest = sha256();
        for (String part : new String[] {uri, warehouse, namespace, table}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
