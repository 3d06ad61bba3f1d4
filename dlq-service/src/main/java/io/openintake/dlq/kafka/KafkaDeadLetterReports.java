package io.openintake.dlq.kafka;

import io.openintake.bus.StatusReporter;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.StatusEvent;
import io.openintake.dlq.app.DeadLetterReports;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link DeadLetterReports} on {@code openintake.status}. */
public final class KafkaDeadLetterReports implements DeadLetterReports {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterReports.class);

    private final StatusReporter status;

    public KafkaDeadLetterReports(StatusReporter status) {
        this.status = status;
    }

    @Override
    public Optional<DeadLettersReported> newest(IntakeId intake) {
        return status.newest(key(intake))
                .filter(DeadLettersReported.class::isInstance)
                .map(DeadLettersReported.class::cast);
    }

    @Override
    public Set<IntakeId> reported() {
        return status.all().stream()
                .filter(DeadLettersReported.class::isInstance)
                .map(StatusEvent::intake)
                .collect(Collectors.toSet());
    }

    @Override
    public void report(DeadLettersReported report, Runnable ifLost) {
        var unused = status.report(report).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("report lost, it will be repeated intake={} errorCode=report-lost", report.intake(), failure);
                ifLost.run();
            }
        });
    }

    @Override
    public void remove(IntakeId intake) {
        if (newest(intake).isPresent()) {
            var unused = status.remove(key(intake));
        }
    }

    private static String key(IntakeId intake) {
        return intake + "/" + DeadLettersReported.ASPECT;
    }
}
