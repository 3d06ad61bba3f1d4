package io.openintake.registry.app.answer;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Command;
import io.openintake.registry.app.Commands;
import io.openintake.registry.app.Definitions;
import io.openintake.registry.app.IntakeLogs;
import io.openintake.registry.app.Mirrors;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.answer.Answer;
import io.openintake.registry.domain.status.PartitionOffsets;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes an answer: an entry in the audit trail first, whatever comes of it, then the command to the flusher. */
@Singleton
public final class Answering {
    private static final int MAX_TEXT = 256;

    private final Definitions definitions;
    private final Mirrors mirrors;
    private final IntakeLogs logs;
    private final Commands commands;
    private final AuditTrail audit;

    public Answering(Definitions definitions, Mirrors mirrors, IntakeLogs logs, Commands commands, AuditTrail audit) {
        this.definitions = definitions;
        this.mirrors = mirrors;
        this.logs = logs;
        this.commands = commands;
        this.audit = audit;
    }

    /** The answer, once it is sent, or why it does not fit. */
    public CompletionStage<Decision<Answer>> answer(Scope scope, IntakeId id, Caller caller, Answer answer) {
        return definitions
                .intake(scope, id)
                .thenCompose(found -> found.isPresent()
                        ? decided(found.get(), answer)
                                .thenCompose(decision -> audited(found.get(), caller, answer, decision))
                        : CompletableFuture.completedFuture(
                                new Decision.Refused<>(new Refusal.NotFound(Refusal.Kind.INTAKE))));
    }

    private CompletionStage<Decision<Command>> decided(Intake intake, Answer answer) {
        CompletionStage<List<PartitionOffsets>> log = answer instanceof Answer.RebuildState
                ? logs.offsets(intake.id())
                : CompletableFuture.completedFuture(List.of());
        return log.thenApply(
                offsets -> answer.command(new Answer.Asked(intake, mirrors.reports(intake.id()), offsets)));
    }

    private CompletionStage<Decision<Answer>> audited(
            Intake intake, Caller caller, Answer answer, Decision<Command> decision) {
        AuditRecorded entry = new AuditRecorded(
                intake.scope().project(),
                caller.name(),
                answer.action(),
                "intake " + intake.id() + " " + answer.detail(),
                outcome(decision),
                caller.remoteAddress(),
                shortened(caller.client()));
        // on another thread: the one that tells of the entry is the one that would have to send the command
        return audit.record(entry).thenComposeAsync(kept -> switch (decision) {
            case Decision.Refused<Command>(var refusal) ->
                CompletableFuture.completedFuture(new Decision.Refused<>(refusal));
            case Decision.Accepted<Command>(var command, var writes) ->
                commands.send(command).thenApply(sent -> Decision.accept(answer));
        });
    }

    private static String outcome(Decision<Command> decision) {
        return switch (decision) {
            case Decision.Accepted<Command> accepted -> "accepted";
            case Decision.Refused<Command>(Refusal.Differs differs) -> "differs-from-problem";
            case Decision.Refused<Command> refused -> "no-such-problem";
        };
    }

    /** The client names itself: no control characters, and not at any length. */
    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
    }
}
