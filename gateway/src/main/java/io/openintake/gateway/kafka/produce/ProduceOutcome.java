package io.openintake.gateway.kafka.produce;

import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.flow.Traffic.Acknowledged;
import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.ProducerOrder;
import io.openintake.gateway.domain.Refusal;
import io.openintake.gateway.domain.admission.Admission.Request;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;

/** What follows on a broker's answer to forwarded batches: counting, credit, and the order of producers. */
final class ProduceOutcome {
    private final Backend backend;
    private final ClientSession session;
    private final ProducerOrder order;

    ProduceOutcome(Backend backend, ClientSession session, ProducerOrder order) {
        this.backend = backend;
        this.session = session;
        this.order = order;
    }

    /** A stable name for metrics. */
    static String reason(short errorCode) {
        return Errors.forCode(errorCode).name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Notes the outcome of these parts; the response itself if it says all there is to say. */
    Optional<ByteBuffer> of(ProduceCall call, List<ProducePart> parts, LinkAnswer answer) {
        return switch (answer) {
            case LinkAnswer.Response response -> answered(call, parts, response.body());
            case LinkAnswer.Unreachable any -> {
                parts.forEach(this::unreachable);
                yield Optional.empty();
            }
            case LinkAnswer.Broken any -> Optional.empty();
        };
    }

    private Optional<ByteBuffer> answered(ProduceCall call, List<ProducePart> parts, ByteBuffer body) {
        ProduceResponseData response = Wire.response(body, call.exchange().version(), new ProduceResponseData());
        List<PartitionProduceResponse> outcomes = response.responses().stream()
                .flatMap(topic -> topic.partitionResponses().stream())
                .toList();
        for (ProducePart part : parts) {
            outcomes.stream()
                    .filter(outcome -> outcome.index() == part.partition())
                    .findFirst()
                    .ifPresent(outcome -> outcome(part, outcome));
        }
        return parts.size() == call.parts().size() ? Optional.of(body) : Optional.empty();
    }

    private void outcome(ProducePart part, PartitionProduceResponse outcome) {
        part.answered(outcome);
        Principal principal = session.principal();
        int wireBytes = part.records().remaining();
        if (outcome.errorCode() == 0) {
            long endOffset = outcome.baseOffset() + part.recordCount();
            backend.traffic()
                    .acknowledged(
                            principal, new Acknowledged(part.partition(), endOffset, part.recordCount(), wireBytes));
            session.context().measures().accepted(principal, part.recordCount(), wireBytes);
            return;
        }
        session.context().measures().rejected(reason(outcome.errorCode()), part.recordCount());
        failed(part, Errors.forCode(outcome.errorCode()));
    }

    private void failed(ProducePart part, Errors error) {
        if (error == Errors.NOT_LEADER_OR_FOLLOWER || error == Errors.UNKNOWN_TOPIC_OR_PARTITION) {
            backend.cluster().moved(part.topic());
        }
        boolean mayBeWritten = error == Errors.REQUEST_TIMED_OUT || error == Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
        if (!mayBeWritten) {
            refund(part);
        }
        repeated(error, part.recordCount()).ifPresent(refusal -> failedForNow(part, refusal));
    }

    private void unreachable(ProducePart part) {
        backend.cluster().moved(part.topic());
        refund(part);
        Refusal refusal = new Refusal(GatewayError.LEADER_UNKNOWN, "the partition's leader is not reached at present");
        part.refuse(refusal);
        failedForNow(part, refusal);
    }

    /** Notes what the checks refused although the client will repeat it. */
    static void noteRefused(ProduceCall call, ProducerOrder order) {
        for (ProducePart part : call.parts()) {
            if (!part.isOpen()) {
                Errors error = Errors.forCode(part.outcome().errorCode());
                part.writer()
                        .ifPresent(writer -> repeated(error, part.recordCount())
                                .ifPresent(later ->
                                        order.failed(writer, part.header().baseSequence(), later)));
            }
        }
    }

    private void failedForNow(ProducePart part, Refusal refusal) {
        part.writer().ifPresent(writer -> order.failed(writer, part.header().baseSequence(), refusal));
    }

    private void refund(ProducePart part) {
        Principal principal = session.principal();
        backend.parking()
                .refund(new Request(
                        0,
                        principal.runner(),
                        principal.intake(),
                        part.recordCount(),
                        part.records().remaining(),
                        0));
    }

    /**
     * What later batches are refused with when the client will repeat this one, as it is or in smaller ones; empty when
     * it will not.
     */
    static Optional<Refusal> repeated(Errors error, long records) {
        String text = "an earlier batch of this producer failed and comes first";
        return switch (error) {
            case NOT_LEADER_OR_FOLLOWER, UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE ->
                Optional.of(new Refusal(GatewayError.LEADER_UNKNOWN, text));
            case REQUEST_TIMED_OUT,
                    NOT_ENOUGH_REPLICAS,
                    NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                    KAFKA_STORAGE_ERROR,
                    COORDINATOR_LOAD_IN_PROGRESS,
                    CORRUPT_MESSAGE -> Optional.of(new Refusal(GatewayError.BLOCKED, text));
            case MESSAGE_TOO_LARGE ->
                records > 1 ? Optional.of(new Refusal(GatewayError.BLOCKED, text)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
