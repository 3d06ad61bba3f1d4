package io.openintake.gateway.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.gateway.domain.CreditLedger.Answer;
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
    /** Parked requests of one runner; beyond, requests are refused at once. */
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

        /** Answer it with the refusal. */
        record Reject(Request request, Refusal refusal) implements Decision {}
    }

    private record Parked(Request request, long untilMs, String text) {}

    private final CreditLedger ledger;
    private final Map<RunnerId, SequencedMap<IntakeId, Deque<Parked>>> waiting = new HashMap<>();

    public Admission(CreditLedger ledger) {
        this.ledger = ledger;
    }

    /** Decides at once, or parks the request and is empty. */
    public Optional<Decision> offer(Request request, long nowMs) {
        if (!waiting.containsKey(request.runner())) {
            return switch (ledger.take(request.runner(), request.records(), request.bytes())) {
                case Answer.Granted any -> Optional.of(new Decision.Forward(request));
                case Answer.Blocked blocked -> park(request, nowMs, blocked.text());
            };
        }
        return park(request, nowMs, "earlier messages of this runner wait");
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

    private Optional<Decision> park(Request request, long nowMs, String text) {
        var intakes = waiting.computeIfAbsent(request.runner(), any -> new LinkedHashMap<>());
        if (intakes.values().stream().mapToInt(Deque::size).sum() >= MAX_PARKED) {
            return Optional.of(reject(request, "too many requests wait for this runner"));
        }
        long holdMs = Math.min(LONGEST_HOLD.toMillis(), Math.max(0, request.timeoutMs() / 2));
        intakes.computeIfAbsent(request.intake(), any -> new ArrayDeque<>())
                .add(new Parked(request, nowMs + holdMs, text));
        return Optional.empty();
    }

    private void settle(RunnerId runner, long nowMs, List<Decision> settled) {
        SequencedMap<IntakeId, Deque<Parked>> intakes = waiting.get(runner);
        if (intakes == null) {
            return;
        }
        String text = forwardInTurns(intakes, settled);
        for (Deque<Parked> parked : intakes.values()) {
            for (Iterator<Parked> one = parked.iterator(); one.hasNext(); ) {
                Parked next = one.next();
                if (next.untilMs <= nowMs) {
                    one.remove();
                    settled.add(reject(next.request, text.isEmpty() ? next.text : text));
                }
            }
        }
        forgetEmpty(runner);
    }

    /** Forwards while there is credit; the text is why it ended, empty when nothing waits any more. */
    private String forwardInTurns(SequencedMap<IntakeId, Deque<Parked>> intakes, List<Decision> settled) {
        while (!intakes.isEmpty()) {
            Map.Entry<IntakeId, Deque<Parked>> turn = intakes.firstEntry();
            Parked parked = turn.getValue().peek();
            if (parked == null) {
                intakes.remove(turn.getKey());
                continue;
            }
            Request request = parked.request;
            if (ledger.take(request.runner(), request.records(), request.bytes()) instanceof Answer.Blocked blocked) {
                return blocked.text();
            }
            settled.add(new Decision.Forward(request));
            turn.getValue().poll();
            intakes.remove(turn.getKey());
            intakes.put(turn.getKey(), turn.getValue());
        }
        return "";
    }

    private void forgetEmpty(RunnerId runner) {
        Map<IntakeId, Deque<Parked>> intakes = waiting.get(runner);
        if (intakes != null && intakes.values().stream().allMatch(Deque::isEmpty)) {
            waiting.remove(runner);
        }
    }

    private static Decision reject(Request request, String text) {
        return new Decision.Reject(request, new Refusal(GatewayError.BLOCKED, text));
    }
}
