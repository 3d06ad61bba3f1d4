package io.openintake.benchmarks.gateway;

import io.openintake.benchmarks.load.LoadGenerator;
import io.openintake.benchmarks.load.LoadOrder;
import io.openintake.benchmarks.load.LoadResult;
import io.openintake.benchmarks.rig.Encryption;
import io.openintake.benchmarks.rig.Rig;
import io.openintake.benchmarks.rig.Route;
import io.openintake.benchmarks.rig.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes one sample: a fresh topic, a fresh producer, one route. */
final class Sampler {
    /** A failed sample is taken again once: on a shared machine something may always come between. */
    private static final int MAX_ATTEMPTS = 2;

    private final Rig rig;
    private final LoadGenerator load;

    Sampler(Rig rig, LoadGenerator load) {
        this.rig = rig;
        this.load = load;
    }

    /** How much is sent, and for how long. */
    record Effort(double recordsPerSecond, int warmUpMs, int measureMs) {}

    /** CPU times are those of what lies between, of the broker, and of the load generator, in this order. */
    LoadResult sample(Cell cell, Route route, Effort effort) {
        LoadResult result = attempt(cell, route, effort);
        for (int more = 1; more < MAX_ATTEMPTS && !result.failure().isEmpty(); more++) {
            result = attempt(cell, route, effort);
        }
        if (!result.failure().isEmpty() || result.records() == 0) {
            throw new IllegalStateException("%s, %s: %s".formatted(cell, route, result.failure()));
        }
        return result;
    }

    private LoadResult attempt(Cell cell, Route route, Effort effort) {
        Encryption encryption = cell.encryption();
        Tenant tenant = rig.tenant(encryption);
        Map<String, String> client = new HashMap<>(rig.client(route, encryption, tenant));
        client.put("acks", "all");
        client.put("compression.type", cell.compression());
        // As large as librdkafka fills them by itself; all else as the producer has it.
        client.put("batch.size", "262144");
        client.put("buffer.memory", "67108864");
        rig.broker().create(tenant.topic());
        try {
            return load.take(new LoadOrder(
                    client,
                    tenant.topic(),
                    cell.recordBytes(),
                    effort.recordsPerSecond(),
                    effort.warmUpMs(),
                    effort.measureMs(),
                    List.of(rig.pid(route, encryption), rig.broker().pid())));
        } finally {
            rig.broker().delete(tenant.topic());
        }
    }
}
