package io.openintake.gateway.kafka.produce;

import io.openintake.contracts.Capacity;
import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.ProducerOrder;
import io.openintake.gateway.domain.Refusal;
import io.openintake.gateway.domain.admission.Admission.Decision;
import io.openintake.gateway.domain.admission.Admission.Request;
import io.openintake.gateway.kafka.cluster.TopicLayout;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Produce: checks, order, admission, then the batches go on unchanged to the leaders. One request at a time is on its
 * way through here; the next is read when this one is forwarded, so none overtakes another.
 */
public final class ProduceHandler implements ApiHandler {
    /** How long a leader election may take before the client hears of it. */
    private static final Duration LEADER_PATIENCE = Duration.ofSeconds(5);
    /** What a client is asked to wait after it was slowed; those that listen come back later, the others are held. */
    private static final Duration LONGEST_THROTTLE = Duration.ofSeconds(2);

    private static final Duration SHORTEST_THROTTLE = Duration.ofSeconds(1);

    private final Backend backend;
    private final ClientSession session;
    private final ProduceChecks checks;
    private final ProduceRoutes routes = new ProduceRoutes();
    private final ProducerOrder order = new ProducerOrder();
    private @Nullable Held held;

    private record Held(Request request, CompletableFuture<Decision> decision) {}

    public ProduceHandler(Backend backend, ClientSession session) {
        this.backend = backend;
        this.session = session;
        this.checks = new ProduceChecks(backend.inflaters());
        session.atClose(this::withdraw);
    }

    @Override
    public void handle(Exchange exchange) {
        if (!ProduceShape.isBounded(exchange.frame())) {
            session.close("request-shape");
            return;
        }
        ProduceCall call = new ProduceCall(exchange);
        Principal principal = session.principal();
        if (call.isTransactional()) {
            call.parts()
                    .forEach(part ->
                            part.refuse(GatewayError.TRANSACTIONS_DENIED, "transactions are not supported by intakes"));
        } else {
            checks.shape(call.parts(), principal);
        }
        auditDenials(call);
        ProduceOutcome.noteRefused(call, order);
        if (call.open().findAny().isEmpty()) {
            finish(call);
            return;
        }
        Set<Integer> partitions = call.open().map(ProducePart::partition).collect(Collectors.toSet());
        exchange.then(
                backend.cluster().ledTopic(principal.topic(), partitions, LEADER_PATIENCE),
                layout -> located(call, layout));
    }

    private void located(ProduceCall call, TopicLayout layout) {
        Optional<Capacity> capacity =
                session.context().directory().capacity(session.principal().runner());
        if (capacity.isEmpty()) {
            session.close("runner-gone");
            return;
        }
        for (ProducePart part : call.open().toList()) {
            if (layout.isThere() && !layout.partitions().contains(part.partition())) {
                part.refuse(GatewayError.UNKNOWN_PARTITION, "the topic has no such partition");
            }
        }
        CompletableFuture<Optional<Refusal>> looked = checks.sizes(call.open().toList(), capacity.get())
                .thenApply(any -> Optional.<Refusal>empty())
                .exceptionally(full -> Optional.of(new Refusal(GatewayError.BLOCKED, "the gateway is busy")));
        call.exchange().then(looked, busy -> sized(call, layout, busy));
    }

    private void sized(ProduceCall call, TopicLayout layout, Optional<Refusal> busy) {
        ProduceOutcome.noteRefused(call, order);
        busy.ifPresent(refusal -> call.open().toList().forEach(part -> refuseForNow(part, refusal)));
        for (ProducePart part : call.open().toList()) {
            part.writer()
                    .flatMap(writer -> order.admit(writer, part.header().baseSequence()))
                    .ifPresent(part::refuse);
        }
        if (call.open().findAny().isEmpty()) {
            finish(call);
            return;
        }
        admit(call, layout);
    }

    private void admit(ProduceCall call, TopicLayout layout) {
        Request request = request(call);
        CompletableFuture<Decision> decision = backend.parking().admit(request);
        long askedNanos = System.nanoTime();
        held = new Held(request, decision);
        call.exchange().then(decision, decided -> {
            held = null;
            Duration time = Duration.ofNanos(System.nanoTime() - askedNanos);
            session.context().measures().held(time);
            if (time.compareTo(SHORTEST_THROTTLE) > 0) {
                call.throttle(shorter(time, LONGEST_THROTTLE));
            }
            admitted(call, layout, decided);
        });
    }

    private void admitted(ProduceCall call, TopicLayout layout, Decision decided) {
        switch (decided) {
            case Decision.Forward any when session.isReady() -> forward(call, layout);
            case Decision.Forward late -> {
                backend.parking().refund(late.request());
                Refusal ending = new Refusal(GatewayError.BLOCKED, "the connection is about to end");
                call.open().toList().forEach(part -> refuseForNow(part, ending));
                finish(call);
            }
            case Decision.Reject reject -> rejected(call, layout, reject);
        }
    }

    private void rejected(ProduceCall call, TopicLayout layout, Decision.Reject reject) {
        List<ProducePart> open = call.open().toList();
        GatewayError error = reject.refusal().error();
        if (error == GatewayError.MESSAGE_TOO_LARGE && open.size() > 1) {
            // Only together are they too much: the last one is for later.
            refuseForNow(
                    open.getLast(),
                    new Refusal(GatewayError.BLOCKED, "the batches of this request are too much at once"));
            admit(call, layout);
            return;
        }
        if (error == GatewayError.BLOCKED) {
            open.forEach(part -> refuseForNow(part, reject.refusal()));
            Duration delay = reject.delay().isZero() ? SHORTEST_THROTTLE : reject.delay();
            call.throttle(shorter(delay, LONGEST_THROTTLE));
        } else {
            open.forEach(part -> part.refuse(reject.refusal()));
            ProduceOutcome.noteRefused(call, order);
        }
        finish(call);
    }

    private void forward(ProduceCall call, TopicLayout layout) {
        Map<BrokerAddress, List<ProducePart>> byLeader = new LinkedHashMap<>();
        for (ProducePart part : call.open().toList()) {
            routes.leader(part.partition(), layout)
                    .ifPresentOrElse(
                            leader -> byLeader.computeIfAbsent(leader, any -> new ArrayList<>())
                                    .add(part),
                            () -> unsent(part));
        }
        List<CompletableFuture<Optional<ByteBuffer>>> answers = new ArrayList<>();
        byLeader.forEach((leader, parts) -> answers.add(send(call, leader, parts)));
        // Forwarded: what comes behind goes behind.
        call.exchange().release();
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        call.exchange().then(all, any -> answer(call, answers));
    }

    /** The request as it came if it goes to one broker as a whole, otherwise one of the parts. */
    private CompletableFuture<Optional<ByteBuffer>> send(
            ProduceCall call, BrokerAddress leader, List<ProducePart> parts) {
        ByteBuffer frame = parts.size() == call.parts().size() ? call.original() : call.of(parts);
        parts.forEach(part -> routes.sent(part.partition(), leader));
        return session.links()
                .send(leader, frame, Limits.BROKER_ANSWER)
                .thenApply(answer -> new ProduceOutcome(backend, session, order).of(call, parts, answer))
                .whenComplete((any, failure) -> parts.forEach(part -> routes.answered(part.partition())));
    }

    private void answer(ProduceCall call, List<CompletableFuture<Optional<ByteBuffer>>> answers) {
        Optional<ByteBuffer> only = answers.size() == 1 ? answers.getFirst().join() : Optional.empty();
        only.ifPresentOrElse(call::answerWith, call::answer);
    }

    private void unsent(ProducePart part) {
        backend.parking().refund(request(part.recordCount(), part.records().remaining(), 0));
        refuseForNow(part, new Refusal(GatewayError.LEADER_UNKNOWN, "the partition has no leader at present"));
    }

    /** The client will send it again, and nothing of the same producer may come before that. */
    private void refuseForNow(ProducePart part, Refusal refusal) {
        part.refuse(refusal);
        part.writer().ifPresent(writer -> order.failed(writer, part.header().baseSequence(), refusal));
    }

    private void finish(ProduceCall call) {
        call.parts().stream()
                .filter(part -> !part.isOpen() && part.outcome().errorCode() != 0)
                .forEach(part -> session.context()
                        .measures()
                        .rejected(ProduceOutcome.reason(part.outcome().errorCode()), Math.max(1, part.recordCount())));
        call.answer();
    }

    private void auditDenials(ProduceCall call) {
        call.parts().stream()
                .filter(part -> !part.isOpen() && part.outcome().errorCode() == GatewayError.TOPIC_DENIED.kafkaCode())
                .findFirst()
                .ifPresent(part -> session.refused(
                        GatewayError.TOPIC_DENIED,
                        "kafka-produce",
                        session.principal().topic()));
    }

    private Request request(ProduceCall call) {
        List<ProducePart> open = call.open().toList();
        return request(
                open.stream().mapToLong(ProducePart::recordCount).sum(),
                open.stream().mapToLong(part -> part.records().remaining()).sum(),
                call.timeoutMs());
    }

    private Request request(long records, long bytes, int timeoutMs) {
        Principal principal = session.principal();
        long ticket = backend.parking().ticket();
        return new Request(ticket, principal.runner(), principal.intake(), records, bytes, timeoutMs);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void withdraw() {
        Held waiting = held;
        if (waiting != null) {
            backend.parking().withdraw(waiting.request, waiting.decision);
        }
    }
}
