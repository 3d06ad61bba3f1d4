package io.openintake.gateway.app.flow;

import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.domain.CreditLedger;
import java.util.HashMap;
import java.util.Map;

/**
 * Credit by the usage that buffer-service reports, counted in this process: a runner is blocked when the report
 * says so, or when what was forwarded since would pass the boundary. For one gateway; several of them need leases.
 */
public final class UsageLedger implements CreditLedger {
    private static final long GIB = 1_024L * 1_024 * 1_024;

    private final Map<RunnerId, Account> accounts = new HashMap<>();

    /** Charges of the time before the newest report still count: the report may not know them yet. */
    private static final class Account {
        private UsageReported usage;
        private long bytes;
        private long records;
        private long earlierBytes;
        private long earlierRecords;

        private Account(UsageReported usage) {
            this.usage = usage;
        }

        private void reported(UsageReported newer) {
            usage = newer;
            earlierBytes = bytes;
            earlierRecords = records;
            bytes = 0;
            records = 0;
        }

        private boolean isFullWith(long moreRecords, long moreBytes) {
            return usage.bytes() + earlierBytes + bytes + moreBytes > usage.boundaryBytes()
                    || usage.messages() + earlierRecords + records + moreRecords > usage.boundaryMessages();
        }
    }

    /** Takes a newer report of a runner. */
    public synchronized void reported(UsageReported usage) {
        accounts.computeIfAbsent(usage.runner(), any -> new Account(usage)).reported(usage);
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
        if (account.usage.state() == State.BLOCKED || account.isFullWith(records, bytes)) {
            return new Answer.Blocked(text(account.usage));
        }
        account.bytes += bytes;
        account.records += records;
        return new Answer.Granted();
    }

    @Override
    public synchronized void refund(RunnerId runner, long records, long bytes) {
        Account account = accounts.get(runner);
        if (account != null) {
            account.bytes = Math.max(0, account.bytes - bytes);
            account.records = Math.max(0, account.records - records);
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
