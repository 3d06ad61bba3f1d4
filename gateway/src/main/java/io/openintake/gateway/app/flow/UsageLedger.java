package io.openintake.gateway.app.flow;

import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.domain.CreditLedger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Credit by the usage that buffer-service reports, counted in this process: a runner is blocked when the report
 * says so, or when what was forwarded of late, which the report may not know yet, would pass the boundary. For one
 * gateway, and while buffer-service reports; several gateways and its absence need leased credit.
 */
public final class UsageLedger implements CreditLedger {
    /** A charge is forgotten after one or two of these spans or reports: by then a report knows it. */
    static final Duration SPAN = Duration.ofSeconds(10);

    private static final long GIB = 1_024L * 1_024 * 1_024;

    private final LongSupplier nanoTime;
    private final Map<RunnerId, Account> accounts = new HashMap<>();

    public UsageLedger(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Charge(long records, long bytes) {
        private static final Charge NONE = new Charge(0, 0);

        private Charge plus(long moreRecords, long moreBytes) {
            return new Charge(Math.max(0, records + moreRecords), Math.max(0, bytes + moreBytes));
        }
    }

    private static final class Account {
        private UsageReported usage;
        private Charge current = Charge.NONE;
        private Charge earlier = Charge.NONE;
        private long turnedNanos;

        private Account(UsageReported usage, long nowNanos) {
            this.usage = usage;
            this.turnedNanos = nowNanos;
        }

        private void turn(long nowNanos) {
            earlier = current;
            current = Charge.NONE;
            turnedNanos = nowNanos;
        }

        private void turnIfDue(long nowNanos) {
            if (nowNanos - turnedNanos >= SPAN.toNanos()) {
                turn(nowNanos);
            }
        }

        private boolean isFullWith(long records, long bytes) {
            return usage.bytes() + earlier.bytes + current.bytes + bytes > usage.boundaryBytes()
                    || usage.messages() + earlier.records + current.records + records > usage.boundaryMessages();
        }
    }

    /** Takes a newer report of a runner. */
    public synchronized void reported(UsageReported usage) {
        long now = nanoTime.getAsLong();
        Account account = accounts.computeIfAbsent(usage.runner(), any -> new Account(usage, now));
        account.usage = usage;
        account.turn(now);
    }

    /** The runner is gone. */
    public synchronized void removed(RunnerId runner) {
        accounts.remove(runner);
    }

    /** A runner of which no report is known has an empty buffer. */
    @Override
    public synchronized Answer take(RunnerId runner, long records, long bytes) {
        Account account = accounts.get(runner);
        if (account == null) {
            return new Answer.Granted();
        }
        account.turnIfDue(nanoTime.getAsLong());
        if (account.usage.state() == State.BLOCKED || account.isFullWith(records, bytes)) {
            return new Answer.Blocked(text(account.usage));
        }
        account.current = account.current.plus(records, bytes);
        return new Answer.Granted();
    }

    @Override
    public synchronized void refund(RunnerId runner, long records, long bytes) {
        Account account = accounts.get(runner);
        if (account != null) {
            account.current = account.current.plus(-records, -bytes);
        }
    }

    private static String text(UsageReported usage) {
        String since = usage.oldest().map(oldest -> " since " + oldest).orElse("");
        return "intake runner " + usage.runner() + " is blocked: buffer full, "
                + gib(usage.bytes()) + " of " + gib(usage.boundaryBytes()) + " GiB and " + usage.messages() + " of "
                + usage.boundaryMessages() + " messages undelivered" + since + "; retry later";
    }

    private static String gib(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.3f", (double) bytes / GIB);
    }
}
