package io.openintake.gateway.kafka.warmup;

import io.openintake.contracts.RunnerId;
import io.openintake.gateway.domain.admission.CreditLedger;

/** Credit for what goes nowhere. */
public final class ScratchCredit implements CreditLedger {
    @Override
    public Answer take(RunnerId runner, long records, long bytes) {
        return new Answer.Granted();
    }

    @Override
    public void refund(RunnerId runner, long records, long bytes) {}
}
