package io.openintake.registry.app.outbox;

import java.util.concurrent.CompletionStage;

/** Sends stored publications in the order of the calls. */
public interface EventSender {
    /** Whether there is somebody to send to. */
    boolean isReady();

    /** Completes when the record cannot get lost any more. */
    CompletionStage<Void> send(OutboxRecord outgoing);
}
