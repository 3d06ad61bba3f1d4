package io.openintake.systemtests.faults;

import io.openintake.systemtests.Rig;
import io.openintake.testkit.ServiceProcess;
import java.util.ArrayList;
import java.util.List;

/** Flushers of an installation, as shipped, one process each, with constants of a compressed day. */
final class Flushers implements AutoCloseable {
    private final Rig rig;
    private final List<ServiceProcess> started = new ArrayList<>();

    Flushers(Rig rig) {
        this.rig = rig;
    }

    /** Starts one and waits until it is ready. */
    ServiceProcess start(int ordinal) {
        return launch(ordinal, "").awaitReady();
    }

    /**
     * Starts one and does not wait.
     *
     * @param failAt orders for {@code HaltAt}, or nothing
     */
    ServiceProcess launch(int ordinal, String failAt) {
        ServiceProcess.Order order = settings(ordinal)
                .property("intake.flusher.sweep-interval", "500ms")
                .property("intake.flusher.first-flush", "1s")
                .property("intake.flusher.retry-first", "1s")
                .property("intake.flusher.retry-longest", "3s")
                .property("intake.flusher.request-timeout", "8s")
                .property("intake.flusher.commit-budget", "20s");
        return launched(failAt.isEmpty() ? order : order.failAt(failAt));
    }

    /** Starts one with the defaults that ship, and waits. */
    ServiceProcess startWithDefaults(int ordinal) {
        return launched(settings(ordinal)).awaitReady();
    }

    private ServiceProcess.Order settings(int ordinal) {
        return ServiceProcess.of("flusher-service")
                .property("kafka.bootstrap.servers", rig.endpoints().backing().kafka())
                .property("intake.bus.replication-factor", "1")
                .property("intake.keys.file", rig.folder().keys().toString())
                .property("intake.flusher.trusted-hosts", "127.0.0.1,localhost")
                .property("intake.flusher.ordinal", Integer.toString(ordinal))
                .javaOption("-XX:+ExitOnOutOfMemoryError");
    }

    private ServiceProcess launched(ServiceProcess.Order order) {
        ServiceProcess process = order.launch();
        started.add(process);
        return process;
    }

    /** Ends those that run, as {@code kill -9} does. */
    void killAll() {
        started.stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::kill9);
    }

    @Override
    public void close() {
        killAll();
    }
}
