package io.openintake.gateway.kafka.warmup;

import io.openintake.gateway.kafka.wire.Wire;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;

/** A client with just what a warm-up asks for, over a socket that it is given. */
final class ScratchClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_ANSWER_BYTES = 1_024 * 1_024;
    private static final String CLIENT_ID = "warm-up";
    private static final int PRODUCE_TIMEOUT_MS = 1_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    ScratchClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        this.in = new DataInputStream(socket.getInputStream());
        // A length and its frame in two packets would wait for the first one's acknowledgement.
        socket.setTcpNoDelay(true);
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    void probe() throws IOException {
        call(new ApiVersionsRequestData(), 0, new ApiVersionsResponseData());
        ApiVersionsRequestData named =
                new ApiVersionsRequestData().setClientSoftwareName(CLIENT_ID).setClientSoftwareVersion("1");
        call(named, 3, new ApiVersionsResponseData());
    }

    void plain(String userName, String password) throws IOException {
        handshake("PLAIN");
        authenticate(("\0" + userName + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    void scram(ScramMechanism mechanism, String userName, String password)
            throws IOException, GeneralSecurityException {
        handshake(mechanism.mechanismName());
        ScramSaslClient exchange = new ScramSaslClient(mechanism, callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(userName);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                }
            }
        });
        byte[] token = exchange.evaluateChallenge(new byte[0]);
        while (!exchange.isComplete()) {
            token = exchange.evaluateChallenge(authenticate(token));
        }
    }

    void metadata() throws IOException {
        call(new MetadataRequestData().setTopics(null), 1, new MetadataResponseData());
        call(new MetadataRequestData().setTopics(null), 12, new MetadataResponseData());
    }

    void produce(String topic, CompressionType codec) throws IOException {
        call(
                new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(PRODUCE_TIMEOUT_MS),
                4,
                new InitProducerIdResponseData());
        Compression compression = Compression.of(codec).build();
        SimpleRecord record = new SimpleRecord("{\"warm\":\"up\"}".getBytes(StandardCharsets.UTF_8));
        TopicProduceData data = new TopicProduceData().setName(topic);
        data.partitionData().add(new PartitionProduceData().setRecords(MemoryRecords.withRecords(compression, record)));
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(PRODUCE_TIMEOUT_MS);
        request.topicData().add(data);
        call(request, 9, new ProduceResponseData());
    }

    private void handshake(String mechanism) throws IOException {
        SaslHandshakeResponseData answer =
                call(new SaslHandshakeRequestData().setMechanism(mechanism), 1, new SaslHandshakeResponseData());
        if (answer.errorCode() != 0) {
            throw new IOException(mechanism + " is not served");
        }
    }

    private byte[] authenticate(byte[] token) throws IOException {
        SaslAuthenticateResponseData answer =
                call(new SaslAuthenticateRequestData().setAuthBytes(token), 2, new SaslAuthenticateResponseData());
        if (answer.errorCode() != 0) {
            throw new IOException("login refused: " + answer.errorMessage());
        }
        return answer.authBytes();
    }

    private <T extends ApiMessage> T call(ApiMessage request, int version, T answer) throws IOException {
        ByteBuffer frame = Wire.request(request, (short) version, CLIENT_ID);
        out.writeInt(frame.remaining());
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        out.write(bytes);
        out.flush();
        int length = in.readInt();
        if (length < 0 || length > MAX_ANSWER_BYTES) {
            throw new IOException("an answer of " + length + " bytes");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return Wire.response(ByteBuffer.wrap(body), (short) version, answer);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
