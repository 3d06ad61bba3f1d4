package io.openintake.benchmarks.gateway;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds in each of which every cell is measured on every route
 * @param pacedCells of which latency at half load is measured
 * @param idleConnections that are opened at the end
 */
record Plan(
        List<Cell> cells,
        int rounds,
        int warmUpMs,
        int measureMs,
        List<Cell> pacedCells,
        int pacedRounds,
        int pacedMs,
        int idleConnections) {
    static final Plan FULL = new Plan(Cell.all(), 5, 1_000, 2_000, Cell.few(), 5, 6_000, 5_000);
    static final Plan QUICK = new Plan(Cell.few(), 3, 1_000, 2_000, List.of(Cell.TLS), 3, 4_000, 1_000);
}
