package io.openintake.registry.app;

import io.openintake.contracts.event.Command;
import java.util.concurrent.CompletionStage;

/** Hands what a person asked for to the service that does it. */
public interface Commands {
    /** Completes when the command cannot get lost any more. */
    CompletionStage<Void> send(Command command);
}
