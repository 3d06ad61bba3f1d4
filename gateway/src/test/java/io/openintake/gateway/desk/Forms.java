package io.openintake.gateway.desk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;

/** Makes requests of every key and version by the schemas of Kafka's own message classes. */
public final class Forms {
    private static final int MAX_REQUEST_BYTES = 256 * 1_024;

    private final Values values;

    /** What is filled in. */
    public interface Values {
        /** The value of a field that is no array and no structure. */
        Object of(String field, Type type);

        /** How many elements an array gets; -1 for null, which is only asked of those that may be. */
        int count(String field, boolean nullable);
    }

    public Forms(Values values) {
        this.values = values;
    }

    /** Whether Kafka knows this version of this API. */
    public static boolean exists(int key, int version) {
        try {
            ApiMessageType type = ApiMessageType.fromApiKey((short) key);
            return version >= type.lowestSupportedVersion() && version <= type.highestSupportedVersion(true);
        } catch (org.apache.kafka.common.errors.UnsupportedVersionException unknown) {
            return false;
        }
    }

    /** Every API that has versions left. */
    public static List<ApiMessageType> all() {
        return Arrays.stream(ApiMessageType.values())
                .filter(type -> type.lowestSupportedVersion() <= type.highestSupportedVersion(true))
                .toList();
    }

    /** A request from the API key on. */
    public byte[] request(int key, int version, int correlationId) {
        ApiMessageType type = ApiMessageType.fromApiKey((short) key);
        ByteBuffer frame = ByteBuffer.allocate(MAX_REQUEST_BYTES);
        header(frame, key, version, correlationId);
        if (type.requestHeaderVersion((short) version) >= 2) {
            frame.put((byte) 0);
        }
        Schema schema = type.requestSchemas()[version];
        schema.write(frame, struct(schema));
        return bytes(frame);
    }

    /** The head of a request alone, for keys and versions that nobody knows. */
    public static byte[] bare(int key, int version, int correlationId) {
        ByteBuffer frame = ByteBuffer.allocate(64);
        header(frame, key, version, correlationId);
        return bytes(frame);
    }

    private static void header(ByteBuffer frame, int key, int version, int correlationId) {
        frame.putShort((short) key).putShort((short) version).putInt(correlationId);
        frame.putShort((short) 1).put((byte) 'c');
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def.name, field.def.type));
        }
        return struct;
    }

    private Object value(String field, Type type) {
        if (type instanceof Schema schema) {
            return struct(schema);
        }
        if (type.isArray()) {
            int count = values.count(field, type.isNullable());
            Type element = type.arrayElementType().orElseThrow();
            return count < 0
                    ? null
                    : IntStream.range(0, count)
                            .mapToObj(any -> value(field, element))
                            .toArray();
        }
        return isTags(type) ? new TreeMap<Integer, Object>() : values.of(field, type);
    }

    private static boolean isTags(Type type) {
        return type instanceof org.apache.kafka.common.protocol.types.TaggedFields;
    }
}
