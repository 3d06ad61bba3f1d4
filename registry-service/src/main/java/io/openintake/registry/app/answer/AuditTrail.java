package io.openintake.registry.app.answer;

import io.openintake.contracts.event.AuditRecorded;
import java.util.concurrent.CompletionStage;

/** Keeps who did what. */
public interface AuditTrail {
    /** Completes when the entry cannot get lost any more. */
    CompletionStage<Void> record(AuditRecorded entry);
}
