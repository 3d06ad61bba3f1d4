package io.openintake.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.openintake.launcher.folder.StackFailure;

/** What became of an intake's messages, as the management API tells it. */
public record Ledger(
        long accepted, long delivered, long deadLettered, long skipped, long backlog, long lost, long unaccounted) {

    /** From the answer of `/intakes/{id}/ledger`. */
    public static Ledger of(JsonNode json) {
        return new Ledger(
                count(json, "accepted"),
                count(json, "delivered"),
                count(json, "deadLettered"),
                count(json, "skipped"),
                count(json, "backlog"),
                count(json, "lost"),
                count(json, "unaccounted"));
    }

    /** Whether so many messages came in, and none of them waits. */
    public boolean isSettled(long atLeast) {
        return accepted >= atLeast && backlog == 0 && unaccounted == 0;
    }

    private static long count(JsonNode json, String name) {
        JsonNode count = json.path(name);
        if (!count.isIntegralNumber()) {
            throw new StackFailure("the ledger has no count named " + name + ": " + json);
        }
        return count.longValue();
    }
}
