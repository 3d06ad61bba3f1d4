package io.openintake.benchmarks.gateway;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds in each of which every cell is measured on every route
 * @param jitMs of load on each route before the first round, for the compilers; a young gateway costs twice as much
 * @param pacedCells of which latency at half load is measured
 * @param idleConnections that are opened at the end
 */
record Plan(
        int jitMs,
        List<Cell> cells,
        int rounds,
        int warmUpMs,
        int measureMs,
        List<Cell> pacedCells,
        int pacedRounds,
        int pacedMs,
        int idleConnections) {
    static final Plan FULL = new Plan(8_000, Cell.all(), 4, 1_000, 2_000, Cell.few(), 4, 6_000, 5_000);
    static final Plan QUICK = new Plan(3_000, Cell.few(), 3, 700, 1_500, List.of(Cell.TLS), 3, 2_000, 500);
}
