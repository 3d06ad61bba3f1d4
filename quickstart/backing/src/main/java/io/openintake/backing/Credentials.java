package io.openintake.backing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;

/** The random credentials of one data folder: made at its first start and kept, so that clients stay configured. */
record Credentials(String s3AccessKey, String s3SecretKey, String personalAccessToken, String tokenKey) {
    private static final String FILE = "credentials.properties";

    static Credentials of(Path data) throws IOException {
        var file = data.resolve(FILE);
        if (!Files.exists(file)) {
            create(file);
        }
        var stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        }
        return new Credentials(
                value(stored, "s3.access-key", file),
                value(stored, "s3.secret-key", file),
                value(stored, "catalog.personal-access-token", file),
                value(stored, "catalog.token-key", file));
    }

    private static void create(Path file) throws IOException {
        var random = new SecureRandom();
        var lines = "s3.access-key=%s%ns3.secret-key=%s%ncatalog.personal-access-token=%s%ncatalog.token-key=%s%n"
                .formatted(
                        "OI" + HexFormat.of().withUpperCase().formatHex(bytes(random, 9)),
                        url(bytes(random, 30)),
                        url(bytes(random, 30)),
                        url(bytes(random, 30)));
        // moved into place, so that a kill in between never leaves half a file
        var draft = file.resolveSibling(FILE + ".draft");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(draft, lines);
        Files.move(draft, file);
    }

    private static byte[] bytes(SecureRandom random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String value(Properties stored, String key, Path file) {
        var value = stored.getProperty(key, "");
        if (value.isBlank()) {
            throw new StartFailure("file %s lacks %s: delete the data folder to begin anew".formatted(file, key));
        }
        return value;
    }
}
