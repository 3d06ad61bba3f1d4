package io.openintake.gateway.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A self-signed certificate for localhost in PEM files, made by the JDK's keytool. */
public record Certificate(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    public static Certificate make() {
        try {
            Path folder = Files.createTempDirectory("gateway-tls");
            Path store = folder.resolve("store.p12");
            keytool(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            byte[] certificate = keys.getCertificate("gateway").getEncoded();
            byte[] key = keys.getKey("gateway", PASSWORD.toCharArray()).getEncoded();
            return new Certificate(
                    pem(folder.resolve("certificate.pem"), "CERTIFICATE", certificate),
                    pem(folder.resolve("key.pem"), "PRIVATE KEY", key));
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The certificate in a file of its own, which stays when this one is replaced. */
    Path copied() {
        try {
            return Files.copy(certificate, certificate.resolveSibling("trusted.pem"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void keytool(Path store) throws IOException {
        String java = System.getProperty("java.home");
        List<String> command = List.of(
                java + "/bin/keytool",
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        String text = "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }
}
