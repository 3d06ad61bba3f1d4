package io.openintake.launcher.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path folder;

    @Test
    void makesACertificateForAllNamesOfThisMachineSignedByTheAuthority() throws IOException, GeneralSecurityException {
        Tls tls = Tls.in(folder, JAVA_HOME, Instant.now());

        X509Certificate authority = certificates(tls.authority()).getFirst();
        X509Certificate server = certificates(tls.certificate()).getFirst();
        server.verify(authority.getPublicKey());
        assertEquals(
                "[[2, localhost], [7, 127.0.0.1], [7, 0:0:0:0:0:0:0:1]]",
                server.getSubjectAlternativeNames().toString());
        assertTrue(authority.getBasicConstraints() >= 0, "the authority may sign");
        assertEquals(-1, server.getBasicConstraints(), "the server may not");
        assertTrue(Files.readString(tls.key()).startsWith("-----BEGIN PRIVATE KEY-----"));
        assertFalse(Files.exists(folder.resolve("draft.p12")), "the authority's key is still there");
    }

    @Test
    void keepsTheCertificateUntilItIsAboutToExpire() throws IOException {
        Instant now = Instant.now();
        String first = Files.readString(Tls.in(folder, JAVA_HOME, now).certificate());

        String kept = Files.readString(
                Tls.in(folder, JAVA_HOME, now.plus(Duration.ofDays(800))).certificate());
        String renewed = Files.readString(
                Tls.in(folder, JAVA_HOME, now.plus(Duration.ofDays(815))).certificate());

        assertEquals(first, kept);
        assertNotEquals(first, renewed);
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map((Certificate certificate) -> (X509Certificate) certificate)
                    .toList();
        }
    }
}
