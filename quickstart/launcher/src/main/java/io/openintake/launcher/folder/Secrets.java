package io.openintake.launcher.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What is made by chance at the first start and then kept: the API token and the key that encrypts credentials. */
public final class Secrets {
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** Makes what is missing. */
    public static void in(DataFolder folder) throws IOException {
        if (!Files.exists(folder.keys())) {
            PrivateFile.write(folder.keys(), """
                    {"current":"k1","keys":{"k1":"%s"}}
                    """.formatted(Base64.getEncoder().encodeToString(bytes())));
        }
        if (!Files.exists(folder.token())) {
            PrivateFile.write(folder.token(), "itk_" + random() + "\n");
        }
        if (!Files.exists(folder.tokens())) {
            PrivateFile.write(folder.tokens(), """
                    {"tokens":[{"name":"quickstart","sha256":"%s","projects":["*"],"actions":["*"]}]}
                    """.formatted(
                            sha256(Files.readString(folder.token()).strip())));
        }
    }

    /** 256 random bits as 43 characters that need no escaping anywhere. */
    public static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    private static byte[] bytes() {
        var bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
