package io.openintake.contracts.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.flush.TableProperty;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** {@link TableProperty} as the text that lies in the table. */
public final class TablePropertyJson {
    private TablePropertyJson() {}

    /** The wire form. */
    public static String write(TableProperty property) {
        ObjectNode json = JsonFields.object();
        json.put("head", property.head());
        property.before().forEach(json.putArray("before")::add);
        write(property.to(), json.putObject("to"));
        json.put("seq", property.seq());
        return text(json);
    }

    /** Reads it back; {@link UnreadableJson} when somebody edited it into something else. */
    public static TableProperty read(String text) {
        JsonFields json = JsonFields.parse(text.getBytes(StandardCharsets.UTF_8));
        return new TableProperty(
                json.text("head"),
                json.texts("before"),
                json.byPartition("to", JsonFields::integer),
                json.integer("seq"));
    }

    /** Offsets by partition as they stand in the snapshot summary. */
    public static String offsets(SortedMap<Integer, Long> offsets) {
        ObjectNode json = JsonFields.object();
        write(offsets, json);
        return text(json);
    }

    private static void write(SortedMap<Integer, Long> offsets, ObjectNode json) {
        offsets.forEach((partition, offset) -> json.put(partition.toString(), offset));
    }

    private static String text(ObjectNode json) {
        return new String(JsonFields.bytes(json), StandardCharsets.UTF_8);
    }
}
