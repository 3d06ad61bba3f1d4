package io.openintake.gateway.it;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** A client of bytes: what it sends is chosen by the test, down to the last byte. */
final class Login implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private Login(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    static Login plaintext(RunningGateway gateway) throws IOException {
        return new Login(
                new Socket(gateway.address().getAddress(), gateway.address().getPort()));
    }

    static Login tls(RunningGateway gateway) throws IOException {
        return new Login(context(gateway.certificate())
                .getSocketFactory()
                .createSocket(gateway.address().getAddress(), gateway.address().getPort()));
    }

    static Login tls(int port, String certificate) throws IOException {
        return new Login(context(certificate).getSocketFactory().createSocket("127.0.0.1", port));
    }

    /** Whether the tenant's writer and reader get in. */
    static boolean works(RunningGateway gateway, Tenant tenant) throws IOException {
        for (String user :
                new String[] {tenant.writer().userName(), tenant.reader().userName()}) {
            try (Login login = tls(gateway)) {
                if (!login.plain(user, Tenant.PASSWORD)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Logs in by PLAIN. */
    boolean plain(String user, String password) throws IOException {
        SaslHandshakeResponseData offered =
                call(new SaslHandshakeRequestData().setMechanism("PLAIN"), (short) 1, new SaslHandshakeResponseData());
        if (offered.errorCode() != 0) {
            return false;
        }
        byte[] token = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return call(
                                new SaslAuthenticateRequestData().setAuthBytes(token),
                                (short) 2,
                                new SaslAuthenticateResponseData())
                        .errorCode()
                == 0;
    }

    <T extends ApiMessage> T call(ApiMessage request, short version, T answer) throws IOException {
        send(request, version);
        byte[] frame = receive().orElseThrow(() -> new IOException("the connection was closed"));
        ByteBuffer body = ByteBuffer.wrap(frame);
        ResponseHeader.parse(body, ApiKeys.forId(request.apiKey()).responseHeaderVersion(version));
        answer.read(new ByteBufferAccessor(body), version);
        return answer;
    }

    void send(ApiMessage request, short version) throws IOException {
        RequestHeader header = new RequestHeader(ApiKeys.forId(request.apiKey()), version, "test", 7);
        ByteBuffer frame = org.apache.kafka.common.requests.RequestUtils.serialize(
                header.data(), header.headerVersion(), request, version);
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        send(bytes);
    }

    /** Sends a frame. */
    void send(byte[] frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + frame.length);
        raw(bytes.putInt(frame.length).put(frame).array());
    }

    /** Sends bytes as they are. */
    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next frame; empty when the other side has closed. */
    Optional<byte[]> receive() throws IOException {
        try {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return Optional.of(frame);
        } catch (java.io.EOFException | java.net.SocketException closed) {
            return Optional.empty();
        }
    }

    /** Reads into the buffer; -1 when the other side has closed. */
    int readSome(byte[] into) throws IOException {
        try {
            return in.read(into);
        } catch (java.net.SocketException closed) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final Map<String, SSLContext> CONTEXTS = new HashMap<>();

    private static synchronized SSLContext context(String certificate) {
        return CONTEXTS.computeIfAbsent(certificate, Login::trusting);
    }

    private static SSLContext trusting(String certificate) {
        try (var pem = Files.newInputStream(Path.of(certificate))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
