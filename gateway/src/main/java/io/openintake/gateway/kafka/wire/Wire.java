package io.openintake.gateway.kafka.wire;

import io.openintake.gateway.app.session.Exchange;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Requests and answers as bytes; what does not parse is a {@link RuntimeException} of some kind. */
public final class Wire {
    private Wire() {}

    /** The position behind the header of a request. */
    public static int bodyOffset(ByteBuffer frame) {
        ByteBufferAccessor reader = new ByteBufferAccessor(frame.duplicate());
        short headerVersion = api(frame.getShort(0)).requestHeaderVersion(frame.getShort(Short.BYTES));
        var unused = new RequestHeaderData(reader, headerVersion);
        return reader.buffer().position();
    }

    /** Reads the body of a request; byte fields refer to the frame. */
    public static <T extends ApiMessage> T read(Exchange exchange, T into) {
        into.read(new ByteBufferAccessor(body(exchange.frame())), exchange.version());
        return into;
    }

    /** The body of a request. */
    public static ByteBuffer body(ByteBuffer frame) {
        int offset = bodyOffset(frame);
        return frame.slice(offset, frame.limit() - offset);
    }

    /** The answer to a request, from the correlation id on. */
    public static ByteBuffer answer(Exchange exchange, ApiMessage body) {
        short headerVersion = api(exchange.key()).responseHeaderVersion(exchange.version());
        ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(exchange.correlationId());
        return write(header, headerVersion, body, exchange.version());
    }

    /** The client id of a request; empty when it has none. */
    public static String clientId(Exchange exchange) {
        ByteBufferAccessor reader = new ByteBufferAccessor(exchange.frame().duplicate());
        short headerVersion = api(exchange.key()).requestHeaderVersion(exchange.version());
        String clientId = new RequestHeaderData(reader, headerVersion).clientId();
        return clientId == null ? "" : clientId;
    }

    /** A request to a broker, from the API key on; the link sets the correlation id. */
    public static ByteBuffer request(ApiMessage body, short version, String clientId) {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(body.apiKey())
                .setRequestApiVersion(version)
                .setClientId(clientId);
        return write(header, api(body.apiKey()).requestHeaderVersion(version), body, version);
    }

    /** What a broker answers, from the correlation id on. */
    public static ByteBuffer brokerAnswer(ApiMessage body, short version) {
        return write(new ResponseHeaderData(), api(body.apiKey()).responseHeaderVersion(version), body, version);
    }

    /** Reads a broker's response. */
    public static <T extends ApiMessage> T response(ByteBuffer frame, short version, T into) {
        ByteBufferAccessor reader = new ByteBufferAccessor(frame.duplicate());
        var unused = new ResponseHeaderData(reader, api(into.apiKey()).responseHeaderVersion(version));
        into.read(reader, version);
        return into;
    }

    static ByteBuffer write(ApiMessage header, short headerVersion, ApiMessage body, short version) {
        ObjectSerializationCache headerCache = new ObjectSerializationCache();
        ObjectSerializationCache bodyCache = new ObjectSerializationCache();
        MessageSizeAccumulator size = new MessageSizeAccumulator();
        header.addSize(size, headerCache, headerVersion);
        body.addSize(size, bodyCache, version);
        ByteBufferAccessor writer = new ByteBufferAccessor(ByteBuffer.allocate(size.totalSize()));
        header.write(writer, headerCache, headerVersion);
        body.write(writer, bodyCache, version);
        return writer.buffer().flip();
    }

    private static ApiKeys api(short key) {
        return ApiKeys.forId(key);
    }
}
