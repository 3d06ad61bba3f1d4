package io.openintake.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages with awkward values, and rows brought into a form in which they can be compared with them. */
public final class Messages {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** From here on messages carry a field that the first ones lack. */
    private static final int LATE = 120;

    private Messages() {}

    /** Good messages of one sender, each on one line. */
    static List<ObjectNode> good(String sender, int count) {
        List<ObjectNode> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode message = JSON.createObjectNode()
                    .put("id", sender + "-" + i)
                    .put("n", 9_007_199_254_740_993L + i)
                    .put("least", Long.MIN_VALUE)
                    .put("ratio", i / 7.0)
                    .put("ok", i % 2 == 0)
                    .put("text", "Zoë 🦊 \u4f60\u597d \"quoted\" \\ " + i)
                    .putNull("nothing");
            ObjectNode user = message.putObject("user").put("name", "Jürgen " + i);
            user.putArray("tags").add("a").add("b" + i);
            user.putObject("address").put("city", i % 3 == 0 ? null : "Köln").put("zip", 50_667 + i);
            ArrayNode matrix = message.putArray("matrix");
            matrix.addArray().add(1).add(i);
            matrix.addArray().add(3);
            message.putArray("items").addObject().put("sku", "x" + i).put("quantity", i % 4 == 0 ? null : i);
            if (i >= LATE) {
                message.put("late", "since " + LATE);
            }
            messages.add(message);
        }
        return messages;
    }

    /** Removes absent values, which a table shows as null, and what the service adds. */
    public static JsonNode comparable(JsonNode row) {
        return switch (row) {
            case ObjectNode object -> {
                ObjectNode kept = JSON.createObjectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    if (!field.getValue().isNull() && !field.getKey().startsWith("__intake")) {
                        kept.set(field.getKey(), comparable(field.getValue()));
                    }
                }
                yield kept;
            }
            case ArrayNode array -> {
                ArrayNode kept = JSON.createArrayNode();
                array.forEach(element -> kept.add(comparable(element)));
                yield kept;
            }
            default -> row.isIntegralNumber() ? JSON.getNodeFactory().numberNode(row.longValue()) : row;
        };
    }
}
