package io.openintake.launcher.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.StackFailure;
import io.openintake.launcher.stack.Endpoints;
import io.openintake.launcher.stack.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Plays the demo once: makes its resources, sends its messages, waits for the rows, reads everything back. */
public final class Demonstration {
    private static final Duration FIRST_ROW_LIMIT = Duration.ofSeconds(90);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int SAMPLE_ROWS = 5;
    private static final int MAX_ROWS = 1_000_000;

    private final Endpoints endpoints;
    private final Path folder;
    private final InstantSource clock;
    private final Progress progress;

    public Demonstration(Endpoints endpoints, DataFolder data, InstantSource clock, Progress progress) {
        this.endpoints = endpoints;
        this.folder = data.demo();
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What the demo showed.
     *
     * @param rowCount of the table's current snapshot
     * @param firstRow when a row was first seen
     * @param problems what is not as it should be; looked for only when all messages were sent in this run
     */
    public record Shown(
            Demo demo,
            String apiPrefix,
            List<ObjectNode> rows,
            long rowCount,
            List<DeadLetter> deadLetters,
            Ledger ledger,
            Instant firstRow,
            List<String> problems) {}

    /** Sends messages unless an earlier start did. */
    public Shown play() throws IOException, InterruptedException {
        Path stateFile = folder.resolve("state.json");
        DemoState known = DemoState.load(stateFile, DemoResources.fresh());
        String token = Files.readString(endpoints.token()).strip();
        var api = new ManagementApi(endpoints.http(ServiceName.REGISTRY), known.project(), Endpoints.REGION, token);
        var resources = new DemoResources(api, stateFile, known);
        progress.step("asking the API for a runner, an intake and its two users");
        Demo demo = resources.make(endpoints.backing().catalog());

        var reader = new ClientSettings(endpoints, demo.deadLetterReader());
        new ClientSettings(endpoints, demo.producer()).write(folder, "producer");
        reader.write(folder, "dead-letters");
        try (var table = new TableReader(endpoints.backing().catalog())) {
            Sent sent = send(resources, api, demo, table);
            progress.step("waiting until every message is accounted for");
            Ledger ledger = awaitSettled(api, demo, sent.messages().size());
            progress.step("reading the dead letters as the dead letter user");
            List<DeadLetter> letters =
                    new DeadLetterReader(demo.intake().deadLetterTopic(), reader).read(ledger.deadLettered());
            List<String> problems = sent.isAll()
                    ? new Verification(sent.messages()).problems(table.rows(Demo.TABLE, MAX_ROWS), letters, ledger)
                    : List.of();
            return new Shown(
                    demo,
                    api.prefix(),
                    table.rows(Demo.TABLE, SAMPLE_ROWS),
                    table.count(Demo.TABLE),
                    letters,
                    ledger,
                    sent.firstRow(),
                    problems);
        }
    }

    /** @param isAll whether nothing was sent before */
    private record Sent(List<DemoMessage> messages, Instant firstRow, boolean isAll) {}

    private Sent send(DemoResources resources, ManagementApi api, Demo demo, TableReader table)
            throws IOException, InterruptedException {
        DemoState state = resources.state();
        if (state.run() > 0 && state.sending() == DemoState.Sending.DONE) {
            progress.step("the demo's messages were sent by an earlier start; reading the table");
            return new Sent(List.of(), awaitFirstRow(table, api, demo), false);
        }
        // a run that was cut off is not repeated, since some of it may have arrived: the next one has ids of its own
        int run = state.run() + 1;
        resources.keep(state.withSending(run, DemoState.Sending.BEGUN));
        var requests = new WebRequests(run);
        List<DemoMessage> early = requests.early();
        List<DemoMessage> late = requests.late();
        try (DemoSender sender =
                DemoSender.open(demo.intake().topic(), new ClientSettings(endpoints, demo.producer()))) {
            progress.step("sending %,d messages, some of them broken".formatted(early.size() + late.size()));
            sender.sendEvenly(early);
            progress.step("waiting for the first rows");
            Instant firstRow = awaitFirstRow(table, api, demo);
            sender.sendByKey(late);
            resources.keep(resources.state().withSending(run, DemoState.Sending.DONE));
            List<DemoMessage> all = new ArrayList<>(early);
            all.addAll(late);
            return new Sent(all, firstRow, run == 1);
        }
    }

    private Instant awaitFirstRow(TableReader table, ManagementApi api, Demo demo)
            throws IOException, InterruptedException {
        Instant deadline = clock.instant().plus(FIRST_ROW_LIMIT);
        while (table.rows(Demo.TABLE, 1).isEmpty()) {
            if (clock.instant().isAfter(deadline)) {
                throw new StackFailure("No row was seen within %d s; the intake: %s. See also flusher-service.log."
                        .formatted(FIRST_ROW_LIMIT.toSeconds(), api.get("/intakes/" + demo.intake())));
            }
            Thread.sleep(POLL);
        }
        return clock.instant();
    }

    private Ledger awaitSettled(ManagementApi api, Demo demo, long atLeast) throws IOException, InterruptedException {
        String intake = "/intakes/" + demo.intake();
        Instant deadline = clock.instant().plus(SETTLE_LIMIT);
        Ledger ledger = Ledger.of(api.get(intake + "/ledger"));
        while (!ledger.isSettled(atLeast)) {
            if (clock.instant().isAfter(deadline)) {
                throw new StackFailure("Not every message was accounted for within %d s: %s; the intake: %s"
                        .formatted(SETTLE_LIMIT.toSeconds(), ledger, api.get(intake)));
            }
            Thread.sleep(POLL);
            ledger = Ledger.of(api.get(intake + "/ledger"));
        }
        return ledger;
    }
}
