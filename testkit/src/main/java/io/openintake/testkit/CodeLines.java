package io.openintake.testkit;

import java.util.BitSet;
import java.util.List;

/** Which lines of a Java file hold code: not blank, not only comment, not package or import. */
final class CodeLines {
    /** Where the reader of the characters is. */
    private enum In {
        CODE,
        COMMENT,
        TEXT_BLOCK
    }

    private final BitSet code = new BitSet();
    private In in = In.CODE;

    private CodeLines() {}

    static CodeLines of(List<String> lines) {
        var result = new CodeLines();
        for (int number = 1; number <= lines.size(); number++) {
            if (result.holdsCode(lines.get(number - 1)) && !isHeader(lines.get(number - 1))) {
                result.code.set(number);
            }
        }
        return result;
    }

    static boolean isHeader(String line) {
        return line.startsWith("import ") || line.startsWith("package ");
    }

    int countAll() {
        return code.cardinality();
    }

    /** From the first to the last line, both included, counted from 1. */
    int count(int first, int last) {
        return code.get(first, last + 1).cardinality();
    }

    private boolean holdsCode(String line) {
        boolean found = in == In.TEXT_BLOCK;
        int position = 0;
        while (position < line.length()) {
            switch (in) {
                case COMMENT -> {
                    var end = line.indexOf("*/", position);
                    position = end < 0 ? line.length() : end + 2;
                    in = end < 0 ? In.COMMENT : In.CODE;
                }
                case TEXT_BLOCK -> {
                    var end = line.indexOf("\"\"\"", position);
                    position = end < 0 ? line.length() : end + 3;
                    in = end < 0 ? In.TEXT_BLOCK : In.CODE;
                }
                case CODE -> {
                    if (line.startsWith("//", position)) {
                        return found;
                    }
                    found |= !line.startsWith("/*", position) && !Character.isWhitespace(line.charAt(position));
                    position = step(line, position);
                }
            }
        }
        return found;
    }

    /** Past one character of code, or past a whole literal, whose content must not be mistaken for a comment. */
    private int step(String line, int position) {
        if (line.startsWith("/*", position)) {
            in = In.COMMENT;
            return position + 2;
        }
        if (line.startsWith("\"\"\"", position)) {
            in = In.TEXT_BLOCK;
            return position + 3;
        }
        var quote = line.charAt(position);
        return quote == '"' || quote == '\'' ? pastLiteral(line, position, quote) : position + 1;
    }

    private static int pastLiteral(String line, int start, char quote) {
        int position = start + 1;
        while (position < line.length() && line.charAt(position) != quote) {
            position += line.charAt(position) == '\\' ? 2 : 1;
        }
        return position + 1;
    }
}
