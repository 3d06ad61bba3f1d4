package io.openintake.systemtests.matrix;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.Rig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all clients share.
 *
 * @param trustStore the authority for Java clients that do not read PEM
 * @param refusing held by whoever counts held and refused requests, which the gateway does not count per client
 * @param reading held by whoever counts Fetch requests
 */
record Surroundings(
        Rig rig,
        Path trustStore,
        BrokerLog log,
        GatewayFigures figures,
        ReentrantLock refusing,
        ReentrantLock reading) {
    static final String TRUST_STORE_PASSWORD = "changeit";

    static Surroundings of(Rig rig, Path folder) throws IOException, GeneralSecurityException {
        return new Surroundings(
                rig,
                trustStore(rig.endpoints().authority(), folder.resolve("ca.p12")),
                new BrokerLog(rig.folder().backing().resolve("kafka")),
                new GatewayFigures(rig.endpoints().http(ServiceName.GATEWAY)),
                new ReentrantLock(true),
                new ReentrantLock(true));
    }

    /** As {@code keytool -importcert} makes it. */
    private static Path trustStore(Path authority, Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, TRUST_STORE_PASSWORD.toCharArray());
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, TRUST_STORE_PASSWORD.toCharArray());
        }
        return file;
    }
}
