package io.openintake.gateway.domain.admission;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.domain.admission.CreditLedger.Answer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one runner may still take: its hourly rate, and its buffer as buffer-service reported it, with what was
 * forwarded of late, which the report may not know yet. Reports come at least every five minutes; when they stay away
 * for too long, nothing is taken, because nobody would notice a full buffer.
 */
public final class RunnerAccount {
    /** A charge is forgotten after one or two of these spans or reports: by then a report knows it. */
    static final Duration SPAN = Duration.ofSeconds(10);
    /** How soon it is worth asking again while reports stay away. */
    private static final Duration SILENCE_WAIT = Duration.ofSeconds(10);

    private static final double GIB = 1_024.0 * 1_024 * 1_024;

    private final RunnerId runner;
    private final AdmissionTerms terms;
    private @Nullable RunnerRate rate;
    private @Nullable UsageReported usage;
    private long heardNanos;
    private long turnedNanos;
    private Charge current = Charge.NONE;
    private Charge earlier = Charge.NONE;

    private record Charge(long records, long bytes) {
        private static final Charge NONE = new Charge(0, 0);

        private Charge plus(long moreRecords, long moreBytes) {
            return new Charge(Math.max(0, records + moreRecords), Math.max(0, bytes + moreBytes));
        }
    }

    /** A runner with all its credit, of which no report is known: its buffer is taken for empty. */
    public RunnerAccount(RunnerId runner, AdmissionTerms terms, long nowNanos) {
        this.runner = runner;
        this.terms = terms;
        this.heardNanos = nowNanos;
        this.turnedNanos = nowNanos;
    }

    /** Takes a newer report. */
    public void reported(UsageReported report, long nowNanos) {
        usage = report;
        heardNanos = nowNanos;
        turn(nowNanos);
    }

    /** Takes credit if there is any, under the capacity that is ordered at present. */
    public Answer take(Capacity capacity, long records, long bytes, long nowNanos) {
        if (nowNanos - turnedNanos >= SPAN.toNanos()) {
            turn(nowNanos);
        }
        UsageReported report = usage;
        if (report != null && (report.state() == State.BLOCKED || isFull(report, records, bytes))) {
            return new Answer.Full(full(report));
        }
        if (nowNanos - heardNanos > terms.silence().toNanos()) {
            return new Answer.Later(silent(), SILENCE_WAIT);
        }
        Answer answer = rate(capacity, nowNanos).take(records, bytes, nowNanos);
        if (answer instanceof Answer.Granted) {
            current = current.plus(records, bytes);
        }
        return answer;
    }

    /** Gives back what was taken for a request that the cluster did not take. */
    public void refund(long records, long bytes) {
        current = current.plus(-records, -bytes);
        if (rate != null) {
            rate.refund(records, bytes);
        }
    }

    private RunnerRate rate(Capacity ordered, long nowNanos) {
        RunnerRate known = rate;
        if (known == null) {
            known = new RunnerRate(runner, ordered, terms, nowNanos);
        } else if (!known.isOf(ordered)) {
            known = known.with(ordered, terms, nowNanos);
        }
        rate = known;
        return known;
    }

    private void turn(long nowNanos) {
        earlier = current;
        current = Charge.NONE;
        turnedNanos = nowNanos;
    }

    /** The other gateways are taken to have forwarded as much as this one. */
    private boolean isFull(UsageReported report, long records, long bytes) {
        long newBytes = terms.gateways() * (earlier.bytes + current.bytes + bytes);
        long newRecords = terms.gateways() * (earlier.records + current.records + records);
        return report.bytes() + newBytes > report.boundaryBytes()
                || report.messages() + newRecords > report.boundaryMessages();
    }

    private String full(UsageReported report) {
        String since = report.oldest().map(oldest -> " since " + oldest).orElse("");
        return "intake runner " + runner + " is blocked: buffer full, " + gib(report.bytes()) + " of "
                + gib(report.boundaryBytes()) + " GiB and " + report.messages() + " of " + report.boundaryMessages()
                + " messages undelivered" + since + "; retry later";
    }

    private String silent() {
        return "intake runner " + runner + " is held: for " + terms.silence().toMinutes()
                + " min nothing was heard of how full its buffer is; retry later";
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.3f", bytes / GIB);
    }
}
