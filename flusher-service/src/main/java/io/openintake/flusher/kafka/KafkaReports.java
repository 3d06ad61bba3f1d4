package io.openintake.flusher.kafka;

import io.openintake.bus.StatusReporter;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.StatusEvent;
import io.openintake.contracts.event.TableReported;
import io.openintake.flusher.app.Reports;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports on {@code openintake.status}; one that is not written is made good by the next one of its kind. */
public final class KafkaReports implements Reports {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaReports.class);

    private final StatusReporter status;

    public KafkaReports(StatusReporter status) {
        this.status = status;
    }

    @Override
    public Optional<DeliveryReported> delivery(IntakeId intake) {
        return status.newest(key(intake, DeliveryReported.ASPECT))
                .filter(DeliveryReported.class::isInstance)
                .map(DeliveryReported.class::cast);
    }

    @Override
    public void report(DeliveryReported delivery) {
        publish(delivery);
    }

    @Override
    public void report(TableReported table) {
        publish(table);
    }

    private void publish(StatusEvent event) {
        logged(event.intake(), status.report(event));
    }

    @Override
    public void forget(IntakeId intake) {
        logged(intake, status.remove(key(intake, DeliveryReported.ASPECT)));
        logged(intake, status.remove(key(intake, TableReported.ASPECT)));
        logged(intake, status.remove(key(intake, TableReported.DISTURBANCE)));
    }

    private static String key(IntakeId intake, String aspect) {
        return intake + "/" + aspect;
    }

    private static void logged(IntakeId intake, CompletionStage<Void> sent) {
        var unused = sent.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("report not written intake={}", intake, failure);
            }
        });
    }
}
