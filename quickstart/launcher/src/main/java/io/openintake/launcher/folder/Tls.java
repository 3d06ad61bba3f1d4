package io.openintake.launcher.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's certificate for localhost and the authority that clients trust, made by the JDK's own keytool. The
 * authority's key is thrown away at once, so nobody can sign another certificate with it.
 *
 * @param authority the certificate that clients trust, PEM
 * @param certificate the gateway's chain, PEM
 * @param key the gateway's key, PKCS #8, PEM
 */
public record Tls(Path authority, Path certificate, Path key) {
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";
    private static final String DAYS_VALID = "820";
    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(7);
    private static final Duration KEYTOOL_LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD_VARIABLE = "OPENINTAKE_KEYTOOL_PASSWORD";
    private static final int PEM_LINE = 64;

    /** The files in a folder; made when they are missing or about to expire. */
    public static Tls in(Path folder, Path javaHome, Instant now) throws IOException {
        var tls = new Tls(folder.resolve("ca.pem"), folder.resolve("server.pem"), folder.resolve("server.key"));
        try {
            if (!tls.isComplete() || tls.expiresBefore(now.plus(RENEWED_BEFORE_END))) {
                PrivateFile.createFolder(folder);
                tls.make(folder, javaHome);
            }
        } catch (GeneralSecurityException e) {
            throw new StackFailure(
                    "The certificate in %s cannot be made or read: %s".formatted(folder, e.getMessage()), e);
        }
        return tls;
    }

    private boolean isComplete() {
        return Files.exists(authority) && Files.exists(certificate) && Files.exists(key);
    }

    private boolean expiresBefore(Instant moment) throws IOException, GeneralSecurityException {
        try (InputStream chain = Files.newInputStream(certificate)) {
            var server =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(chain);
            return server.getNotAfter().toInstant().isBefore(moment);
        }
    }

    private void make(Path folder, Path javaHome) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("draft.p12");
        Files.deleteIfExists(store);
        String password = Secrets.random();
        try {
            keytool(javaHome, store, password, authorityOptions());
            keytool(javaHome, store, password, serverOptions());
            export(store, password.toCharArray());
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static List<String> authorityOptions() {
        return List.of(
                "-alias",
                AUTHORITY,
                "-dname",
                "CN=OpenIntake quickstart authority",
                "-ext",
                "bc:critical=ca:true,pathlen:0",
                "-ext",
                "ku:critical=keyCertSign,cRLSign");
    }

    private static List<String> serverOptions() {
        return List.of(
                "-alias",
                SERVER,
                "-dname",
                "CN=localhost",
                "-signer",
                AUTHORITY,
                "-ext",
                "bc:critical=ca:false",
                "-ext",
                "ku:critical=digitalSignature",
                "-ext",
                "eku=serverAuth",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:::1");
    }

    private static void keytool(Path javaHome, Path store, String password, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin").resolve("keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                DAYS_VALID,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                PASSWORD_VARIABLE));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(KEYTOOL_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new StackFailure("keytool of %s made no certificate: %s".formatted(javaHome, said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new StackFailure("interrupted while keytool ran", e);
        }
    }

    private void export(Path store, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, password);
        }
        Key serverKey = keys.getKey(SERVER, password);
        var chain = new StringBuilder();
        for (Certificate link : keys.getCertificateChain(SERVER)) {
            chain.append(pem("CERTIFICATE", link.getEncoded()));
        }
        PrivateFile.write(key, pem("PRIVATE KEY", serverKey.getEncoded()));
        PrivateFile.write(certificate, chain.toString());
        PrivateFile.write(
                authority, pem("CERTIFICATE", keys.getCertificate(AUTHORITY).getEncoded()));
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, body, type);
    }
}
