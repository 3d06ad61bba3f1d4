package io.openintake.buffer.domain;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.event.UsageReported.State;

/** How much a runner may hold: it blocks at 98 % of either figure and opens again when both are below 95 %. */
public record Boundary(long bytes, long messages) {
    private static final int BLOCK_PERCENT = 98;
    private static final int OPEN_PERCENT = 95;
    private static final int ALL_PERCENT = 100;

    /** Of a runner of this capacity. */
    public static Boundary of(Capacity capacity) {
        return new Boundary(capacity.boundaryBytes(), capacity.boundaryMessages());
    }

    /** The state that follows, given the state before: between the two marks it stays what it was. */
    public State next(State before, Usage usage) {
        if (reaches(BLOCK_PERCENT, usage)) {
            return State.BLOCKED;
        }
        return before == State.BLOCKED && reaches(OPEN_PERCENT, usage) ? State.BLOCKED : State.OPEN;
    }

    private boolean reaches(int percent, Usage usage) {
        return reaches(percent, usage.bytes(), bytes) || reaches(percent, usage.messages(), messages);
    }

    private static boolean reaches(int percent, long level, long boundary) {
        return level * ALL_PERCENT >= boundary * percent;
    }
}
