package io.openintake.flusher;

import java.util.function.Consumer;

/** Ends the process, as a crash would, when it begins to convert a batch that holds a certain offset. */
public final class HaltAtOffset implements Consumer<String> {
    static final String PROPERTY = "openintake.fail.offset";
    private static final String POINT = "f.converting ";
    private static final int EXIT_CODE = 137;

    private final String partition;
    private final long offset;

    public HaltAtOffset() {
        String[] culprit = System.getProperty(PROPERTY, "").split(":", 2);
        partition = culprit[0];
        offset = Long.parseLong(culprit[1]);
    }

    @Override
    public void accept(String point) {
        if (point.startsWith(POINT) && holdsCulprit(point.substring(POINT.length()))) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private boolean holdsCulprit(String ranges) {
        for (String range : ranges.split(", ", -1)) {
            String[] parts = range.split(":|\\.\\.", -1);
            boolean here = parts.length == 3
                    && parts[0].equals(partition)
                    && Long.parseLong(parts[1]) <= offset
                    && offset <= Long.parseLong(parts[2]);
            if (here) {
                return true;
            }
        }
        return false;
    }
}
