package io.openintake.buffer.kafka;

import io.openintake.buffer.app.Input;
import io.openintake.buffer.app.Reports;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.StatusReporter;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.UsageReported;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Reports} on {@code openintake.status} and {@code openintake.usage}. */
public final class KafkaReports implements Reports {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaReports.class);

    private final StatusReporter status;
    private final EventPublisher publisher;
    private final Consumer<Input> lost;

    public KafkaReports(StatusReporter status, EventPublisher publisher, Consumer<Input> lost) {
        this.status = status;
        this.publisher = publisher;
        this.lost = lost;
    }

    @Override
    public Optional<ProvisioningReported> newest(IntakeId intake) {
        return status.newest(key(intake))
                .filter(ProvisioningReported.class::isInstance)
                .map(ProvisioningReported.class::cast);
    }

    @Override
    public Set<IntakeId> reported() {
        return status.all().stream()
                .filter(ProvisioningReported.class::isInstance)
                .map(report -> report.intake())
                .collect(Collectors.toSet());
    }

    @Override
    public void report(ProvisioningReported report) {
        watch(status.report(report), new Input.ProvisioningReportLost(report.intake()));
    }

    @Override
    public void remove(IntakeId intake) {
        if (newest(intake).isPresent()) {
            watch(status.remove(key(intake)), new Input.ProvisioningReportLost(intake));
        }
    }

    @Override
    public void report(UsageReported usage) {
        watch(publisher.publish(usage), new Input.UsageReportLost(usage.runner()));
    }

    @Override
    public void remove(RunnerId runner, long version) {
        watch(publisher.removed(InternalTopic.USAGE, runner.toString(), version), new Input.UsageReportLost(runner));
    }

    private void watch(CompletionStage<Void> sent, Input ifLost) {
        var unused = sent.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("report lost, it will be repeated errorCode=report-lost", failure);
                lost.accept(ifLost);
            }
        });
    }

    private static String key(IntakeId intake) {
        return intake + "/" + ProvisioningReported.ASPECT;
    }
}
