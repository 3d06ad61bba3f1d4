package io.openintake.flusher.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** Says whether a row read back is the message that was sent; shares no code with the conversion. */
final class JsonOracle {
    private JsonOracle() {}

    static boolean isSame(Record row, JsonNode message) {
        for (Types.NestedField field : row.struct().fields()) {
            boolean isOurs = field.name().startsWith("__intake_");
            if (!isOurs && !isSame(row.getField(field.name()), message.path(field.name()))) {
                return false;
            }
        }
        // what the table has no column for told nothing: null, [] and {} and what is made of them
        for (var member : message.properties()) {
            if (row.struct().field(member.getKey()) == null && tellsSomething(member.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Object value, JsonNode json) {
        return switch (value) {
            case null -> json.isMissingNode() || json.isNull();
            case Record inner -> json.isObject() && isSame(inner, json);
            case List<?> list -> {
                boolean same = json.isArray() && json.size() == list.size();
                for (int i = 0; same && i < list.size(); i++) {
                    same = isSame(list.get(i), json.get(i));
                }
                yield same;
            }
            case Long number -> json.isNumber() && json.decimalValue().compareTo(BigDecimal.valueOf(number)) == 0;
            // Jackson forgets the sign of -0
            case Double number -> json.isNumber() && json.asDouble() == number;
            case Boolean bool -> json.isBoolean() && json.booleanValue() == bool;
            case String text -> json.isTextual() && json.textValue().equals(text);
            default -> false;
        };
    }

    private static boolean tellsSomething(JsonNode json) {
        if (json.isContainerNode()) {
            boolean tells = false;
            for (JsonNode inner : json) {
                tells |= tellsSomething(inner);
            }
            return tells;
        }
        return !json.isNull();
    }
}
