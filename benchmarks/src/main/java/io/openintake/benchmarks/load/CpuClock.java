package io.openintake.benchmarks.load;

import io.openintake.benchmarks.process.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The CPU times of some processes and of this one at a moment. */
record CpuClock(List<Long> nanos) {
    static CpuClock read(List<Long> pids) {
        List<Long> nanos = new ArrayList<>();
        pids.forEach(pid -> nanos.add(Usage.cpu(pid).toNanos()));
        nanos.add(Usage.cpu(ProcessHandle.current().pid()).toNanos());
        return new CpuClock(nanos);
    }

    List<Double> millisSince(CpuClock earlier) {
        return IntStream.range(0, nanos.size())
                .mapToObj(index -> (nanos.get(index) - earlier.nanos.get(index)) / 1e6)
                .toList();
    }
}
