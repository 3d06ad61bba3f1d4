package io.openintake.contracts.flush;

import java.util.ArrayList;
import java.util.List;

/**
 * Ascending offsets with a short text form: the first offset, then the gaps between neighbours, separated by commas; a
 * gap repeated n times is written {@code gap*n}. {@code 7,8,9,10,20} is {@code 7,1*3,10}.
 */
public record OffsetSet(List<Long> offsets) {
    public OffsetSet {
        offsets = List.copyOf(offsets);
        for (int i = 1; i < offsets.size(); i++) {
            if (offsets.get(i) <= offsets.get(i - 1)) {
                throw new IllegalArgumentException("offsets must rise");
            }
        }
        if (!offsets.isEmpty() && offsets.getFirst() < 0) {
            throw new IllegalArgumentException("offsets must not be negative");
        }
    }

    /** Parses {@link #text()}; at most {@code limit} offsets, so that a short text cannot make a long list. */
    public static OffsetSet parse(String text, int limit) {
        List<Long> offsets = new ArrayList<>();
        if (text.isEmpty()) {
            return new OffsetSet(offsets);
        }
        long last = 0;
        for (String term : text.split(",", -1)) {
            int star = term.indexOf('*');
            long gap = Long.parseLong(star < 0 ? term : term.substring(0, star));
            int times = star < 0 ? 1 : Integer.parseInt(term.substring(star + 1));
            if (times < 1 || times > limit - offsets.size()) {
                throw new IllegalArgumentException("more than " + limit + " offsets");
            }
            for (int i = 0; i < times; i++) {
                last = Math.addExact(last, gap);
                offsets.add(last);
            }
        }
        return new OffsetSet(offsets);
    }

    /** The short text form. */
    public String text() {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < offsets.size()) {
            long gap = gapBefore(i);
            int times = 1;
            while (i > 0 && i + times < offsets.size() && gapBefore(i + times) == gap) {
                times++;
            }
            text.append(i == 0 ? "" : ",").append(gap).append(times > 1 ? "*" + times : "");
            i += times;
        }
        return text.toString();
    }

    /** How many there are. */
    public int size() {
        return offsets.size();
    }

    private long gapBefore(int index) {
        return index == 0 ? offsets.getFirst() : offsets.get(index) - offsets.get(index - 1);
    }
}
