package io.openintake.gateway.domain.admission;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Refusal;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import io.openintake.gateway.domain.admission.CreditLedger.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Holds requests for which a runner has no credit, and refuses those that waited in vain with an error that every
 * client retries. Holding first, because clients see nothing of it, and an error costs the retries of those that have
 * few. Parked requests go on in order of arrival within an intake, and in turns between the intakes of a runner.
 */
public final class Admission {
    /** Well below the shortest request timeout of the known clients. */
    public static final Duration LONGEST_HOLD = Duration.ofSeconds(8);
    /** Parked requests of one runner; beyond, an intake that has its part of them is refused at once. */
    public static final int MAX_PARKED = 2_000;

    /**
     * What asks for credit.
     *
     * @param ticket names the request in this process
     * @param timeoutMs what the client waits at the broker
     */
    public record Request(long ticket, RunnerId runner, IntakeId intake, long records, long bytes, long timeoutMs) {}

    /** What becomes of a request. */
    public sealed interface Decision {
        /** Which request. */
        Request request();

        /** The credit is taken: forward it. */
        record Forward(Request request) implements Decision {}

        /** Answer it with the refusal; there may be credit after this time, zero when nobody knows. */
        record Reject(Request request, Refusal refusal, Duration delay) implements Decision {}
    }

    private record Parked(Request request, long untilMs) {}

    /** What the ledger's answer means for a request. */
    private sealed interface Look {
        record Settled(Decision decision) implements Look {}

        /** It cannot go now, for about this time. */
        record Wait(String text, Duration delay) implements Look {}
    }

    private final CreditLedger ledger;
    private final WhenFull whenFull;
    private final Map<RunnerId, SequencedMap<IntakeId, Deque<Parked>>> waiting = new HashMap<>();

    public Admission(CreditLedger ledger, WhenFull whenFull) {
        this.ledger = ledger;
        this.whenFull = whenFull;
    }

    /** Decides at once, or parks the request and is empty. */
    public Optional<Decision> offer(Request request, long nowMs) {
        // Whoever comes while others of the runner wait goes behind them.
        boolean isFirst = !waiting.containsKey(request.runner());
        if (isFirst && look(request) instanceof Look.Settled settled) {
            return Optional.of(settled.decision);
        }
        return park(request, nowMs);
    }

    /** Tries the parked requests again and ends those whose time is over. */
    public List<Decision> settle(long nowMs) {
        List<Decision> settled = new ArrayList<>();
        for (RunnerId runner : Set.copyOf(waiting.keySet())) {
            settle(runner, nowMs, settled);
        }
        return settled;
    }

    /** Forgets a parked request whose client is gone. */
    public void withdraw(Request request) {
        Map<IntakeId, Deque<Parked>> intakes = waiting.getOrDefault(request.runner(), new LinkedHashMap<>());
        Deque<Parked> parked = intakes.getOrDefault(request.intake(), new ArrayDeque<>());
        parked.removeIf(one -> one.request.ticket() == request.ticket());
        forgetEmpty(request.runner());
    }

    /** The number of parked requests. */
    public int parkedCount() {
        return waiting.values().stream()
                .flatMap(intakes -> intakes.values().stream())
                .mapToInt(Deque::size)
                .sum();
    }

    private Look look(Request request) {
        return switch (ledger.take(request.runner(), request.records(), request.bytes())) {
            case Answer.Granted any -> new Look.Settled(new Decision.Forward(request));
            case Answer.TooMuch much -> rejected(request, GatewayError.MESSAGE_TOO_LARGE, much.text());
            case Answer.Later later -> new Look.Wait(later.text(), later.delay());
            case Answer.Full full ->
                switch (whenFull) {
                    case HOLD -> new Look.Wait(full.text(), Duration.ZERO);
                    case FAIL -> rejected(request, GatewayError.BUFFER_FULL, full.text());
                };
        };
    }

    private Optional<Decision> park(Request request, long nowMs) {
        var intakes = waiting.computeIfAbsent(request.runner(), any -> new LinkedHashMap<>());
        if (isCrowdedBy(request.intake(), intakes)) {
            return Optional.of(
                    blocked(request, new Look.Wait("too many requests wait for this runner", Duration.ZERO)));
        }
        long holdMs = Math.min(LONGEST_HOLD.toMillis(), Math.max(0, request.timeoutMs() / 2));
        intakes.computeIfAbsent(request.intake(), any -> new ArrayDeque<>()).add(new Parked(request, nowMs + holdMs));
        return Optional.empty();
    }

    /** One intake must not take the places of the others: each has its part of them, whatever one sends. */
    private static boolean isCrowdedBy(IntakeId intake, Map<IntakeId, Deque<Parked>> intakes) {
        int all = intakes.values().stream().mapToInt(Deque::size).sum();
        Deque<Parked> own = intakes.getOrDefault(intake, new ArrayDeque<>());
        int sharers = intakes.containsKey(intake) ? intakes.size() : intakes.size() + 1;
        return all >= MAX_PARKED && own.size() >= MAX_PARKED / sharers;
    }

    private void settle(RunnerId runner, long nowMs, List<Decision> settled) {
        SequencedMap<IntakeId, Deque<Parked>> intakes = waiting.get(runner);
        if (intakes == null) {
            return;
        }
        settleInTurns(intakes, settled).ifPresent(wait -> expire(intakes, nowMs, wait, settled));
        forgetEmpty(runner);
    }

    /** Settles until the next in turn has to wait on: that is why, empty when nobody waits any more. */
    private Optional<Look.Wait> settleInTurns(SequencedMap<IntakeId, Deque<Parked>> intakes, List<Decision> settled) {
        while (!intakes.isEmpty()) {
            Map.Entry<IntakeId, Deque<Parked>> turn = intakes.firstEntry();
            Parked next = turn.getValue().peek();
            if (next == null) {
                intakes.remove(turn.getKey());
                continue;
            }
            switch (look(next.request)) {
                case Look.Wait wait -> {
                    return Optional.of(wait);
                }
                case Look.Settled done -> settled.add(done.decision);
            }
            turn.getValue().poll();
            intakes.remove(turn.getKey());
            intakes.put(turn.getKey(), turn.getValue());
        }
        return Optional.empty();
    }

    private static void expire(
            SequencedMap<IntakeId, Deque<Parked>> intakes, long nowMs, Look.Wait wait, List<Decision> settled) {
        for (Deque<Parked> parked : intakes.values()) {
            for (Iterator<Parked> one = parked.iterator(); one.hasNext(); ) {
                Parked next = one.next();
                if (next.untilMs <= nowMs) {
                    one.remove();
                    settled.add(blocked(next.request, wait));
                }
            }
        }
    }

    private void forgetEmpty(RunnerId runner) {
        Map<IntakeId, Deque<Parked>> intakes = waiting.get(runner);
        if (intakes != null && intakes.values().stream().allMatch(Deque::isEmpty)) {
            waiting.remove(runner);
        }
    }

    private static Look rejected(Request request, GatewayError error, String text) {
        return new Look.Settled(new Decision.Reject(request, new Refusal(error, text), Duration.ZERO));
    }

    private static Decision blocked(Request request, Look.Wait wait) {
        return new Decision.Reject(request, new Refusal(GatewayError.BLOCKED, wait.text), wait.delay);
    }
}
