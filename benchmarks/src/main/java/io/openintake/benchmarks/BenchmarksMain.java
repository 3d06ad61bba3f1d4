package io.openintake.benchmarks;

import io.openintake.benchmarks.freshness.Freshness;
import io.openintake.benchmarks.freshness.FreshnessBenchmark;
import io.openintake.benchmarks.gateway.GatewayBenchmark;
import io.openintake.benchmarks.gateway.Report;
import io.openintake.benchmarks.idle.IdleBenchmark;
import io.openintake.benchmarks.idle.IdleReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./intake bench}: one benchmark by its name. */
public final class BenchmarksMain {
    private static final String USAGE = "usage: ./intake bench gateway|freshness [--quick], idle [--intakes N]";
    private static final int IDLE_INTAKES = 5_000;
    private static final int MOST_IDLE_INTAKES = 20_000;
    private static final int PROMISE_BROKEN = 1;
    private static final int WRONG_USAGE = 2;
    private static final String ROOT = "openintake.root";

    private final Path repository;
    private final Path results;
    private final Path folder;
    private final PrintStream out;

    private BenchmarksMain(PrintStream out) throws IOException {
        this.repository = Path.of(System.getProperty(ROOT, "")).toAbsolutePath();
        this.results = Files.createDirectories(repository.resolve("benchmarks/target/results"));
        this.folder = Files.createTempDirectory("openintake-bench");
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        List<String> given = List.of(arguments);
        if (given.equals(List.of("gateway"))) {
            new BenchmarksMain(out).gateway(GatewayBenchmark.full(out));
        } else if (given.equals(List.of("gateway", "--quick"))) {
            new BenchmarksMain(out).gateway(GatewayBenchmark.quick(out));
        } else if (given.equals(List.of("freshness"))) {
            new BenchmarksMain(out).freshness(FreshnessBenchmark.full(out));
        } else if (given.equals(List.of("freshness", "--quick"))) {
            new BenchmarksMain(out).freshness(FreshnessBenchmark.quick(out));
        } else if (given.equals(List.of("idle"))) {
            new BenchmarksMain(out).idle(IDLE_INTAKES);
        } else if (given.size() == 3 && given.subList(0, 2).equals(List.of("idle", "--intakes"))) {
            new BenchmarksMain(out).idle(intakes(given.get(2)));
        } else {
            refuse();
        }
    }

    private static int intakes(String text) {
        // five digits hold the most that is taken
        int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MOST_IDLE_INTAKES) {
            refuse();
        }
        return number;
    }

    private static void refuse() {
        System.err.println(USAGE);
        System.exit(WRONG_USAGE);
    }

    private void gateway(GatewayBenchmark benchmark) throws IOException, InterruptedException {
        Report report = benchmark.run(repository, folder);
        Files.writeString(results.resolve("gateway.json"), report.json());
        show("gateway", report.markdown(), report.lastLines());
    }

    private void freshness(FreshnessBenchmark benchmark) throws IOException, InterruptedException {
        Freshness found = benchmark.run(repository, folder);
        show("freshness", found.markdown(), found.lastLine());
        if (!found.isKept()) {
            System.exit(PROMISE_BROKEN);
        }
    }

    private void idle(int intakes) throws IOException, InterruptedException {
        IdleReport found = IdleBenchmark.with(intakes, out).run(repository, folder);
        show("idle", found.markdown(), found.lastLine());
        if (!found.isKept()) {
            System.exit(PROMISE_BROKEN);
        }
    }

    private void show(String name, String markdown, String lastLines) throws IOException {
        Files.writeString(results.resolve(name + ".md"), markdown);
        // Only after a success: the logs tell why it failed.
        delete(folder);
        out.println();
        out.println(markdown);
        out.println("also in " + results);
        out.println(lastLines);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
