package io.openintake.benchmarks.load;

import java.util.List;
import java.util.Map;

/**
 * One sample to be taken.
 *
 * @param client settings of the producer
 * @param recordBytes of each message
 * @param recordsPerSecond 0: as many as go through; otherwise at this pace, whether the answers keep up or not
 * @param warmUpMs before anything is counted
 * @param measureMs that are counted
 * @param pids processes whose CPU time over the same span is wanted
 */
public record LoadOrder(
        Map<String, String> client,
        String topic,
        int recordBytes,
        double recordsPerSecond,
        int warmUpMs,
        int measureMs,
        List<Long> pids) {
    public LoadOrder {
        client = Map.copyOf(client);
        pids = List.copyOf(pids);
    }
}
