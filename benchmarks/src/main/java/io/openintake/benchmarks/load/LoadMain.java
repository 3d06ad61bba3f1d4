package io.openintake.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Kafka's own producer, driven by orders on standard input, one line of JSON each, answered by one line each; ends with
 * its input. It lives through a whole benchmark, so that its compiler is warm for all candidates alike.
 */
public final class LoadMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (IdleConnections idle = new IdleConnections()) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                answers.println(JSON.writeValueAsString(answer(line, idle)));
            }
        }
        System.exit(0);
    }

    private static LoadResult answer(String line, IdleConnections idle) throws IOException, InterruptedException {
        if (line.startsWith(IdleOrder.MARK)) {
            return idle.open(JSON.readValue(line.substring(IdleOrder.MARK.length()), IdleOrder.class));
        }
        LoadOrder order = JSON.readValue(line, LoadOrder.class);
        return order.recordsPerSecond() > 0 ? new Pace(order).run() : new Flood(order).run();
    }
}
