package io.openintake.gateway.app.flow;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.domain.admission.CreditLedger;
import io.openintake.gateway.domain.admission.RunnerAccount;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Credit that is counted in this process, per runner: the hourly rate, of which several gateways take fixed parts, and
 * the usage that buffer-service reports.
 */
public final class LocalLedger implements CreditLedger {
    private final Function<RunnerId, Optional<Capacity>> capacities;
    private final AdmissionTerms terms;
    private final LongSupplier nanoTime;
    private final Map<RunnerId, RunnerAccount> accounts = new HashMap<>();

    /** Asks for the capacity of a runner whenever it takes credit. */
    public LocalLedger(Function<RunnerId, Optional<Capacity>> capacities, AdmissionTerms terms, LongSupplier nanoTime) {
        this.capacities = capacities;
        this.terms = terms;
        this.nanoTime = nanoTime;
    }

    /** Takes a newer report of a runner. */
    public synchronized void reported(UsageReported usage) {
        account(usage.runner()).reported(usage, nanoTime.getAsLong());
    }

    /** The runner is gone. */
    public synchronized void removed(RunnerId runner) {
        accounts.remove(runner);
    }

    @Override
    public synchronized Answer take(RunnerId runner, long records, long bytes) {
        Optional<Capacity> capacity = capacities.apply(runner);
        if (capacity.isEmpty()) {
            return new Answer.TooMuch("runner " + runner + " is gone");
        }
        return account(runner).take(capacity.get(), records, bytes, nanoTime.getAsLong());
    }

    @Override
    public synchronized void refund(RunnerId runner, long records, long bytes) {
        RunnerAccount account = accounts.get(runner);
        if (account != null) {
            account.refund(records, bytes);
        }
    }

    private RunnerAccount account(RunnerId runner) {
        return accounts.computeIfAbsent(runner, any -> new RunnerAccount(runner, terms, nanoTime.getAsLong()));
    }
}
