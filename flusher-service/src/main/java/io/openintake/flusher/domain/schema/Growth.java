package io.openintake.flusher.domain.schema;

import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.domain.schema.ColumnType.ListOf;
import io.openintake.flusher.domain.schema.ColumnType.MapOf;
import io.openintake.flusher.domain.schema.ColumnType.Presence;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one message asks of the schema: which columns it adds, which it widens, which of its fields are ignored. Types
 * that do not agree are left as they are, the first one seen wins; {@link Conversion} then says so of the message.
 */
final class Growth {
    /** Names at all depths; each costs every engine that plans a query. */
    static final int MAX_COLUMNS = 1_000;

    private final Rules rules;
    private final List<String> ignored = new ArrayList<>();
    private @Nullable Misfit misfit;
    private int fresh;
    private int size;

    private Growth(Rules rules, Struct columns) {
        this.rules = rules;
        this.fresh = columns.fresh();
        this.size = columns.size();
    }

    /**
     * @param evolution decided, not "by-table"
     * @param maxFresh how many columns the batch may bring
     */
    record Rules(Evolution evolution, Mismatch mismatch, Set<String> retired, int maxFresh) {}

    /** What the message asks. */
    sealed interface Outcome {
        /**
         * @param columns the very same object when nothing is to change
         * @param ignored names of fields that go nowhere
         */
        record Fits(Struct columns, List<String> ignored) implements Outcome {}

        record Refused(Misfit misfit) implements Outcome {}
    }

    static Outcome grow(Struct columns, JsonValue.Members message, Rules rules) {
        for (String name : message.byName().keySet()) {
            if (Names.isReserved(name)) {
                JsonPointer pointer = JsonPointer.ROOT.member(name);
                return new Outcome.Refused(
                        Misfit.at(pointer, ReasonCode.RESERVED_NAME, "the name is reserved for columns of the table"));
            }
        }
        Growth growth = new Growth(rules, columns);
        Struct grown = growth.struct(columns, message, new Place(JsonPointer.ROOT, ""));
        if (growth.misfit == null && !grown.equals(columns) && !Names.areDistinct(grown)) {
            growth.refuse(new Place(JsonPointer.ROOT, ""), ReasonCode.NAME_CONFLICT, "two field paths read the same");
        }
        return growth.misfit == null ? new Outcome.Fits(grown, growth.ignored) : new Outcome.Refused(growth.misfit);
    }

    private Struct struct(Struct columns, JsonValue.Members object, Place place) {
        Struct grown = columns;
        for (Map.Entry<String, JsonValue> member : object.byName().entrySet()) {
            if (misfit != null) {
                return columns;
            }
            Column known = columns.find(member.getKey());
            Place inner = place.member(member.getKey());
            if (known == null) {
                grown = unknown(grown, member.getKey(), member.getValue(), inner);
            } else {
                Column after = known.withType(join(known.type(), member.getValue(), new At(inner, known.origin())));
                grown = after.equals(known) ? grown : grown.with(after);
            }
        }
        return grown;
    }

    private Struct unknown(Struct columns, String name, JsonValue value, Place place) {
        if (!Names.isValid(name)) {
            // the name itself may be of any size and content, so the pointer stops at its owner
            misfit = Misfit.at(
                    place.owner(),
                    ReasonCode.NAME_INVALID,
                    "a field name is empty, holds control characters or is longer than " + Names.MAX_BYTES + " bytes");
            return columns;
        }
        if (Names.conflict(columns, name, Simple.UNSUPPORTED)) {
            return refuse(
                    columns, place, ReasonCode.NAME_CONFLICT, "another field's name differs only by case or form");
        }
        return switch (rules.evolution()) {
            case ADD ->
                rules.retired().contains(place.fullName())
                        ? ignore(columns, value, place)
                        : add(columns, name, value, place);
            case IGNORE, BY_TABLE -> ignore(columns, value, place);
            case REJECT ->
                value instanceof JsonValue.Null
                        ? columns
                        : refuse(columns, place, ReasonCode.UNKNOWN_FIELD, "the table has no such column");
        };
    }

    private Struct ignore(Struct columns, JsonValue value, Place place) {
        if (!(value instanceof JsonValue.Null)) {
            ignored.add(place.fullName());
        }
        return columns;
    }

    private Struct add(Struct columns, String name, JsonValue value, Place place) {
        ColumnType type = typeOf(value, place);
        if (type == null || misfit != null) {
            return columns;
        }
        fresh++;
        size++;
        if (fresh > rules.maxFresh() || size > MAX_COLUMNS) {
            return refuse(columns, place, ReasonCode.TOO_MANY_COLUMNS, "the table cannot take that many new columns");
        }
        if (Names.conflict(columns, name, type)) {
            return refuse(columns, place, ReasonCode.NAME_CONFLICT, "a field path reads the same as another's");
        }
        return columns.with(Column.ofBatch(name, type));
    }

    /** The type of a value that no column was made for yet; null when it tells nothing: null, [] and {}. */
    private @Nullable ColumnType typeOf(JsonValue value, Place place) {
        return switch (value) {
            case JsonValue.Null nothing -> null;
            case JsonValue.Bool bool -> Simple.BOOLEAN;
            case JsonValue.Text text -> Simple.STRING;
            case JsonValue.Whole whole -> typeOf(whole, place);
            case JsonValue.Fraction fraction -> Simple.DOUBLE;
            case JsonValue.Members members -> {
                Struct inner = struct(Struct.empty(), members, place);
                yield inner.columns().isEmpty() ? null : inner;
            }
            case JsonValue.Items items -> {
                ColumnType element = null;
                for (int i = 0; i < items.values().size(); i++) {
                    Place inner = place.item(i);
                    JsonValue item = items.values().get(i);
                    element = element == null
                            ? typeOf(item, inner)
                            : join(element, item, new At(inner, Column.Origin.BATCH));
                }
                yield element == null ? null : new ListOf(element, Presence.OPTIONAL);
            }
        };
    }

    private @Nullable ColumnType typeOf(JsonValue.Whole whole, Place place) {
        if (Numbers.isLong(whole.literal())) {
            return Simple.LONG;
        }
        refuse(place, ReasonCode.NUMBER_OUT_OF_RANGE, "an integer does not fit 64 bits");
        return null;
    }

    /** The column's type after this value: columns of the batch join long and double, those of the table may widen. */
    private ColumnType join(ColumnType type, JsonValue value, At at) {
        return switch (type) {
            case Struct struct -> value instanceof JsonValue.Members members ? struct(struct, members, at.place) : type;
            case ListOf list -> value instanceof JsonValue.Items items ? list(list, items, at) : type;
            case MapOf map -> value instanceof JsonValue.Members members ? map(map, members, at) : type;
            case Simple simple -> at.origin == Column.Origin.BATCH ? Numbers.join(simple, value) : widen(type, value);
            case ColumnType.Decimal decimal -> widen(type, value);
            case ColumnType.Fixed fixed -> type;
        };
    }

    private ColumnType widen(ColumnType type, JsonValue value) {
        return rules.mismatch() == Mismatch.WIDEN ? Numbers.widen(type, value) : type;
    }

    private ColumnType list(ListOf list, JsonValue.Items items, At at) {
        ColumnType element = list.element();
        for (int i = 0; i < items.values().size(); i++) {
            element = join(element, items.values().get(i), new At(at.place.item(i), at.origin));
        }
        return element.equals(list.element()) ? list : new ListOf(element, list.elements());
    }

    private ColumnType map(MapOf map, JsonValue.Members members, At at) {
        ColumnType joined = map.value();
        for (Map.Entry<String, JsonValue> member : members.byName().entrySet()) {
            joined = join(joined, member.getValue(), new At(at.place.entry(member.getKey()), at.origin));
        }
        return joined.equals(map.value()) ? map : new MapOf(joined, map.values());
    }

    private Struct refuse(Struct unchanged, Place place, ReasonCode reason, String message) {
        refuse(place, reason, message);
        return unchanged;
    }

    private void refuse(Place place, ReasonCode reason, String message) {
        if (misfit == null) {
            misfit = Misfit.at(place.pointer, reason, message);
        }
    }

    private record At(Place place, Column.Origin origin) {}

    /** Where in the message, and which column that is. */
    private record Place(JsonPointer pointer, String fullName) {
        Place member(String name) {
            return new Place(pointer.member(name), then(name));
        }

        Place item(int index) {
            return new Place(pointer.item(index), then("element"));
        }

        Place entry(String key) {
            return new Place(pointer.member(key), then("value"));
        }

        JsonPointer owner() {
            return pointer.owner();
        }

        private String then(String name) {
            return fullName.isEmpty() ? name : fullName + "." + name;
        }
    }
}
