package io.openintake.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a process uses, as the operating system counts it. */
public final class Usage {
    private Usage() {}

    /** CPU time since its start, of all threads, user and system. */
    public static Duration cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the CPU time of process " + pid + " is not known"));
    }

    /** Resident memory in bytes. */
    public static long residentBytes(long pid) {
        try {
            Process ps = new ProcessBuilder(List.of("ps", "-o", "rss=", "-p", Long.toString(pid))).start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return Long.parseLong(text) * 1_024;
        } catch (IOException | NumberFormatException unknown) {
            throw new IllegalStateException("the memory of process " + pid + " is not known", unknown);
        }
    }
}
