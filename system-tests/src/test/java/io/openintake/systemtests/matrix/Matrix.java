package io.openintake.systemtests.matrix;

import io.openintake.systemtests.matrix.Outcome.Failed;
import io.openintake.systemtests.matrix.Outcome.NotOffered;
import io.openintake.systemtests.matrix.Outcome.Passed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.opentest4j.TestAbortedException;

/** Tries every client in every cell: several clients at a time, each from cell to cell. */
final class Matrix {
    private static final int CLIENTS_AT_A_TIME = 4;
    private static final int MAX_REASON_CHARS = 2_000;

    private final Surroundings surroundings;
    private final String foreignTopic;
    private final ProduceCells produce;
    private final FlowCells flow;
    private final ReadCells read;

    /** Over an intake topic that belongs to none of the clients. */
    Matrix(Surroundings surroundings, Usage usage, String foreignTopic) {
        this.foreignTopic = foreignTopic;
        this.surroundings = surroundings;
        this.produce = new ProduceCells(surroundings);
        this.flow = new FlowCells(surroundings, usage);
        this.read = new ReadCells(surroundings);
    }

    Map<Client, Map<Cell, Outcome>> run(List<Trial> trials) throws Exception {
        Map<Client, Map<Cell, Outcome>> outcomes = new EnumMap<>(Client.class);
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS_AT_A_TIME)) {
            Map<Client, Future<Map<Cell, Outcome>>> runs = new EnumMap<>(Client.class);
            trials.forEach(trial -> runs.put(trial.client(), threads.submit(() -> cells(trial))));
            for (Map.Entry<Client, Future<Map<Cell, Outcome>>> run : runs.entrySet()) {
                outcomes.put(run.getKey(), run.getValue().get());
            }
        }
        new RestartCells(surroundings).run(trials).forEach((client, outcome) -> {
            tell(client, Cell.RESTART, outcome);
            outcomes.get(client).put(Cell.RESTART, outcome);
        });
        return outcomes;
    }

    /** What comes of a cell's work; a missing client ends the test as skipped. */
    static Outcome outcome(Callable<String> cell) {
        try {
            return new Passed(cell.call());
        } catch (TestAbortedException missing) {
            throw missing;
        } catch (Exception | AssertionError broken) {
            String reason = String.valueOf(broken.getMessage());
            return new Failed(reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)));
        }
    }

    private Map<Cell, Outcome> cells(Trial trial) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.values()));
        cells.remove(Cell.RESTART);
        Map<Cell, Outcome> outcomes = new EnumMap<>(Cell.class);
        for (Cell cell : cells) {
            Outcome outcome = cell.isOffered(trial.client()) ? outcome(() -> run(trial, cell)) : new NotOffered();
            tell(trial.client(), cell, outcome);
            outcomes.put(cell, outcome);
        }
        return outcomes;
    }

    private String run(Trial trial, Cell cell) throws Exception {
        return switch (cell) {
            case PLAIN, SCRAM_256, SCRAM_512 -> produce.login(trial, cell);
            case IDEMPOTENT -> produce.idempotent(trial, cell);
            case GZIP, SNAPPY, LZ4, ZSTD -> produce.codec(trial, cell);
            case DEAD_LETTERS -> read.deadLetters(trial);
            case HOLD -> flow.hold(trial);
            case ERROR_19 -> flow.refused(trial);
            case WRONG_PASSWORD -> produce.wrongPassword(trial);
            case WRONG_TOPIC -> produce.wrongTopic(trial, foreignTopic);
            case RESTART -> throw new IllegalArgumentException("all clients meet it together");
        };
    }

    private static void tell(Client client, Cell cell, Outcome outcome) {
        String detail = switch (outcome) {
            case Passed passed -> passed.figure();
            case Failed failed -> failed.reason();
            case NotOffered any -> "not offered";
        };
        System.out.printf("%s · %s: %s (%s)%n", client.title(), cell.title(), outcome.text(), detail);
    }
}
