package io.openintake.benchmarks;

import io.openintake.benchmarks.gateway.GatewayBenchmark;
import io.openintake.benchmarks.gateway.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./intake bench}: one benchmark by its name. */
public final class BenchmarksMain {
    private static final String USAGE = "usage: ./intake bench gateway [--quick]";
    private static final int WRONG_USAGE = 2;
    private static final String ROOT = "openintake.root";

    private BenchmarksMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        List<String> given = List.of(arguments);
        if (given.equals(List.of("gateway"))) {
            gateway(GatewayBenchmark.full(out), out);
        } else if (given.equals(List.of("gateway", "--quick"))) {
            gateway(GatewayBenchmark.quick(out), out);
        } else {
            System.err.println(USAGE);
            System.exit(WRONG_USAGE);
        }
    }

    private static void gateway(GatewayBenchmark benchmark, PrintStream out) throws IOException, InterruptedException {
        Path repository = Path.of(System.getProperty(ROOT, "")).toAbsolutePath();
        Path results = Files.createDirectories(repository.resolve("benchmarks/target/results"));
        Path folder = Files.createTempDirectory("openintake-bench");
        Report report = benchmark.run(repository, folder);
        Files.writeString(results.resolve("gateway.md"), report.markdown());
        Files.writeString(results.resolve("gateway.json"), report.json());
        // Only after a success: the logs tell why it failed.
        delete(folder);
        out.println();
        out.println(report.markdown());
        out.println("also in " + results);
        out.println(report.lastLines());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
