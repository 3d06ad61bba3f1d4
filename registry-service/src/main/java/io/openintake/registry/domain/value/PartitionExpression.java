package io.openintake.registry.domain.value;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Iceberg partition expression: {@code col}, {@code day(col)} and the like, {@code bucket(16, col)} or
 * {@code bucket(col, 16)}, {@code truncate} likewise, {@code identity(col)}, {@code void(col)}.
 */
public record PartitionExpression(String text) {
    /** More would give every file a directory of its own. */
    public static final int MAX_EXPRESSIONS = 16;

    private static final Pattern COLUMN = Pattern.compile("[^(),\\s]+");
    private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z]+)\\s*\\(([^()]*)\\)\\s*");
    private static final Pattern WIDTH = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Set<String> OF_COLUMN =
            Set.of("identity", "void", "year", "years", "month", "months", "day", "days", "hour", "hours");
    private static final Set<String> OF_COLUMN_AND_WIDTH = Set.of("bucket", "truncate");

    public PartitionExpression {
        Text.checked(text, 1, Text.MAX_LENGTH);
        if (!isColumn(text) && !isCall(CALL.matcher(text))) {
            throw new IllegalArgumentException(
                    "must be a column or one of identity, year, month, day, hour, bucket, truncate, void of a column");
        }
    }

    private static boolean isCall(Matcher call) {
        if (!call.matches()) {
            return false;
        }
        String function = call.group(1).toLowerCase(Locale.ROOT);
        String[] arguments = call.group(2).split(",", -1);
        if (OF_COLUMN.contains(function)) {
            return arguments.length == 1 && isColumn(arguments[0]);
        }
        return OF_COLUMN_AND_WIDTH.contains(function)
                && arguments.length == 2
                && ((isWidth(arguments[0]) && isColumn(arguments[1]))
                        || (isColumn(arguments[0]) && isWidth(arguments[1])));
    }

    private static boolean isColumn(String argument) {
        return COLUMN.matcher(argument.strip()).matches();
    }

    private static boolean isWidth(String argument) {
        return WIDTH.matcher(argument.strip()).matches();
    }
}
