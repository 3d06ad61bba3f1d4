package io.openintake.contracts.flush;

import io.openintake.contracts.IntakeId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table property {@code openintake.<intakeId>}: what makes "is commit c in?" a question the table can answer.
 *
 * @param head id of our last commit
 * @param before up to 8 earlier heads, newest first
 * @param to positions after the head, per partition; for audit only
 * @param seq the {@code FlushState} version it belongs to; for audit only
 */
public record TableProperty(String head, List<String> before, SortedMap<Integer, Long> to, long seq) {
    public static final int MAX_BEFORE = 8;

    public TableProperty {
        before = List.copyOf(before);
        to = new TreeMap<>(to);
    }

    /** The property's name. */
    public static String name(IntakeId intake) {
        return "openintake." + intake;
    }

    /** Whether the commit is this head or one of the heads kept before it. */
    public boolean records(String commit) {
        return head.equals(commit) || before.contains(commit);
    }

    /** This property under a new head; the old one moves to {@code before}. */
    public TableProperty next(String newHead, SortedMap<Integer, Long> newTo, long newSeq) {
        List<String> heads = new java.util.ArrayList<>();
        heads.add(head);
        heads.addAll(before);
        return new TableProperty(newHead, heads.subList(0, Math.min(MAX_BEFORE, heads.size())), newTo, newSeq);
    }
}
