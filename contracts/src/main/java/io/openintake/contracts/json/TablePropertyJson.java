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
        JsonFields.put(json.putObject("to"), property.to());
        json.put("seq", property.seq());
        return text(json);
    }

    /** Reads it back; {@link UnreadableJson} when somebody edited it into something else. */
    public static TableProperty read(String text) {
        JsonFields json = JsonFields.parse(text.getBytes(StandardCharsets.UTF_8));
        return new TableProperty(json.text("head"), json.texts("before"), json.offsets("to"), json.integer("seq"));
    }

    /** Offsets by partition as they stand in the snapshot summary. */
    public static String offsets(SortedMap<Integer, Long> offsets) {
        ObjectNode json = JsonFields.object();
        JsonFields.put(json, offsets);
        return text(json);
    }

    /** Reads {@link #offsets} back; {@link UnreadableJson} when it is something else. */
    public static SortedMap<Integer, Long> readOffsets(String text) {
        return JsonFields.parse(text.getBytes(StandardCharsets.UTF_8)).byPartition(JsonFields::integer);
    }

    private static String text(ObjectNode json) {
        return new String(JsonFields.bytes(json), StandardCharsets.UTF_8);
    }
}
