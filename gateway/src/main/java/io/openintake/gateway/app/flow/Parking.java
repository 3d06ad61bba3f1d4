package io.openintake.gateway.app.flow;

import io.openintake.gateway.domain.admission.Admission;
import io.openintake.gateway.domain.admission.Admission.Decision;
import io.openintake.gateway.domain.admission.Admission.Request;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import io.openintake.gateway.domain.admission.CreditLedger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Runs {@link Admission} for all connections: one lock, a look every 100 ms and at every news of usage. */
public final class Parking {
    static final Duration LOOK = Duration.ofMillis(100);

    private final CreditLedger ledger;
    private final Admission admission;
    private final LongSupplier nanoTime;
    private final AtomicLong tickets = new AtomicLong();
    private final Map<Long, CompletableFuture<Decision>> parked = new HashMap<>();

    public Parking(CreditLedger ledger, WhenFull whenFull, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.admission = new Admission(ledger, whenFull);
        this.nanoTime = nanoTime;
    }

    /** Looks after the parked requests on this clock. */
    public void start(ScheduledExecutorService clock) {
        var unused =
                clock.scheduleWithFixedDelay(this::settle, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Names a request. */
    public long ticket() {
        return tickets.incrementAndGet();
    }

    /** Completes when the request may go or is refused, possibly on another thread. */
    public CompletableFuture<Decision> admit(Request request) {
        CompletableFuture<Decision> decided = new CompletableFuture<>();
        synchronized (this) {
            admission
                    .offer(request, nowMs())
                    .ifPresentOrElse(decided::complete, () -> parked.put(request.ticket(), decided));
        }
        return decided;
    }

    /** The client is gone: the request is dropped, or its credit given back if it had got it. */
    public void withdraw(Request request, CompletableFuture<Decision> decision) {
        synchronized (this) {
            admission.withdraw(request);
            parked.remove(request.ticket());
        }
        if (decision.getNow(null) instanceof Decision.Forward) {
            refund(request);
        }
    }

    /** The cluster did not take the request. */
    public void refund(Request request) {
        ledger.refund(request.runner(), request.records(), request.bytes());
    }

    /** Looks again, because there may be credit. */
    public void settle() {
        record Settled(CompletableFuture<Decision> future, Decision decision) {}
        List<Settled> settled;
        synchronized (this) {
            settled = admission.settle(nowMs()).stream()
                    .map(decision -> new Settled(future(decision.request()), decision))
                    .toList();
        }
        settled.forEach(one -> one.future.complete(one.decision));
    }

    /** Requests that wait. */
    public synchronized int parkedCount() {
        return admission.parkedCount();
    }

    private CompletableFuture<Decision> future(Request request) {
        CompletableFuture<Decision> future = parked.remove(request.ticket());
        return future == null ? new CompletableFuture<>() : future;
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }
}
