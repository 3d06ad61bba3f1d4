package io.openintake.flusher.domain.schema;

import io.openintake.contracts.Partitioning;
import io.openintake.flusher.domain.schema.PartitionTerm.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The owner's partition expressions: {@code col}, {@code identity(col)}, {@code year|month|day|hour(col)} and their
 * plurals, {@code bucket(n,col)}, {@code truncate(w,col)} (both also the other way round), {@code void(col)}. What
 * cannot be applied is refused with a text: a table must never come to be unpartitioned because of a typing error.
 */
public final class PartitionGrammar {
    /** More fields than this make one file per row rather than partitions. */
    static final int MAX_EXPRESSIONS = 16;

    private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\s*\\(([^()]*)\\)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private PartitionGrammar() {}

    /** What the expressions come to. */
    public sealed interface Outcome {
        /** They can be applied to these columns. */
        record Applicable(List<PartitionTerm> terms) implements Outcome {}

        /** They cannot, for this reason. */
        record Refused(String message) implements Outcome {}
    }

    /** Parses the expressions and checks them against the columns. */
    public static Outcome apply(Partitioning partitioning, Struct columns) {
        return switch (partitioning) {
            case Partitioning.None none -> new Outcome.Applicable(List.of());
            case Partitioning.IntakeTime time ->
                check(List.of(new PartitionTerm(Transform.DAY, Stamp.TIME_COLUMN, 0)), columns);
            case Partitioning.Manual manual -> manual(manual, columns);
        };
    }

    private static Outcome manual(Partitioning.Manual manual, Struct columns) {
        if (manual.expressions().size() > MAX_EXPRESSIONS) {
            return new Outcome.Refused("more than " + MAX_EXPRESSIONS + " partition expressions");
        }
        List<PartitionTerm> terms = new ArrayList<>();
        for (String expression : manual.expressions()) {
            Optional<PartitionTerm> term = parse(expression.strip());
            if (term.isEmpty()) {
                return new Outcome.Refused("not a partition expression: " + shown(expression));
            }
            terms.add(term.get());
        }
        return check(terms, columns);
    }

    private static Outcome check(List<PartitionTerm> terms, Struct columns) {
        for (PartitionTerm term : terms) {
            ColumnType type = find(columns, term.column());
            if (type == null) {
                return new Outcome.Refused("cannot partition by " + shown(term.column())
                        + ": neither the table nor the first messages have this field");
            }
            if (!term.appliesTo(type)) {
                return new Outcome.Refused("cannot partition by "
                        + term.transform().name().toLowerCase(Locale.ROOT) + "(" + shown(term.column()) + "): it is a "
                        + type.title());
            }
        }
        long distinct = terms.stream().distinct().count();
        return distinct == terms.size()
                ? new Outcome.Applicable(List.copyOf(terms))
                : new Outcome.Refused("the same partition expression stands twice");
    }

    /** A column by its full name, through structs only: lists and maps cannot be partitioned by. */
    private static @Nullable ColumnType find(Struct columns, String fullName) {
        Column whole = columns.find(fullName);
        if (whole != null) {
            return whole.type();
        }
        for (int dot = fullName.indexOf('.'); dot >= 0; dot = fullName.indexOf('.', dot + 1)) {
            Column owner = columns.find(fullName.substring(0, dot));
            if (owner != null && owner.type() instanceof Struct inner) {
                return find(inner, fullName.substring(dot + 1));
            }
        }
        return null;
    }

    private static Optional<PartitionTerm> parse(String expression) {
        Matcher call = CALL.matcher(expression);
        if (!call.matches()) {
            boolean plain = !expression.isEmpty() && expression.chars().noneMatch(c -> "(),".indexOf(c) >= 0);
            return plain ? Optional.of(new PartitionTerm(Transform.IDENTITY, expression, 0)) : Optional.empty();
        }
        List<String> arguments = new ArrayList<>();
        for (String argument : call.group(2).split(",", -1)) {
            arguments.add(argument.strip());
        }
        return switch (call.group(1).toLowerCase(Locale.ROOT)) {
            case "identity" -> one(Transform.IDENTITY, arguments);
            case "year", "years" -> one(Transform.YEAR, arguments);
            case "month", "months" -> one(Transform.MONTH, arguments);
            case "day", "days" -> one(Transform.DAY, arguments);
            case "hour", "hours" -> one(Transform.HOUR, arguments);
            case "void" -> one(Transform.VOID, arguments);
            case "bucket" -> two(Transform.BUCKET, arguments);
            case "truncate" -> two(Transform.TRUNCATE, arguments);
            default -> Optional.empty();
        };
    }

    private static Optional<PartitionTerm> one(Transform transform, List<String> arguments) {
        return arguments.size() == 1 && !arguments.getFirst().isEmpty()
                ? Optional.of(new PartitionTerm(transform, arguments.getFirst(), 0))
                : Optional.empty();
    }

    /** Whichever argument is a number is the parameter; of two numbers neither can be told to be the column. */
    private static Optional<PartitionTerm> two(Transform transform, List<String> arguments) {
        if (arguments.size() != 2) {
            return Optional.empty();
        }
        boolean firstIsNumber = NUMBER.matcher(arguments.get(0)).matches();
        boolean secondIsNumber = NUMBER.matcher(arguments.get(1)).matches();
        if (firstIsNumber == secondIsNumber) {
            return Optional.empty();
        }
        int parameter = Integer.parseInt(arguments.get(firstIsNumber ? 0 : 1));
        String column = arguments.get(firstIsNumber ? 1 : 0);
        return parameter > 0 && !column.isEmpty()
                ? Optional.of(new PartitionTerm(transform, column, parameter))
                : Optional.empty();
    }

    /** Expressions come from the owner, but errors are short and hold no control characters. */
    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= 64 ? clean : clean.substring(0, 64) + "…";
    }
}
