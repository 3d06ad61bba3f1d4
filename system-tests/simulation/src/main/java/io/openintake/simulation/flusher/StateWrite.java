package io.openintake.simulation.flusher;

import io.openintake.contracts.flush.FlushState;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.kafka.Transaction;
import io.openintake.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** One change of state as a Kafka transaction, request by request. Stands for {@code KafkaStateLog}. */
final class StateWrite {
    /** What came of it so far. */
    enum Result {
        GOES_ON,
        RECORDED,
        NOT_OWNER,
        UNKNOWN
    }

    private enum Request {
        RECORDS,
        OFFSETS,
        COMMIT
    }

    /** The order is part of the proof. */
    private static final List<Request> ORDER = List.of(Request.RECORDS, Request.OFFSETS, Request.COMMIT);

    private final World world;
    private final FlusherProcess process;
    private final long tenure;
    private final FlushState next;
    private final List<Message> deadLetters;
    private Optional<View> taken = Optional.empty();
    private Optional<Transaction> transaction = Optional.empty();
    private int sent;
    private boolean refused;

    StateWrite(World world, FlusherProcess process, long tenure, FlushState next, List<Message> deadLetters) {
        this.world = world;
        this.process = process;
        this.tenure = tenure;
        this.next = next;
        this.deadLetters = deadLetters;
    }

    Result step() {
        if (refused) {
            return awaitAnotherMembership();
        }
        if (taken.isEmpty()) {
            return begin();
        }
        Result result = send(ORDER.get(sent), taken.get());
        sent++;
        return result;
    }

    /** Epoch and membership are taken from one and the same view. */
    private Result begin() {
        View view = process.view();
        if (view.epoch() != tenure) {
            return Result.NOT_OWNER;
        }
        if (process.hasProducer()) {
            taken = Optional.of(view);
        }
        return Result.GOES_ON;
    }

    private Result send(Request request, View view) {
        boolean answerLost = world.isUnlucky();
        if (answerLost && world.random.nextBoolean()) {
            return unknown();
        }
        Result result = switch (request) {
            case RECORDS -> sendRecords();
            case OFFSETS -> sendOffsets(view);
            case COMMIT -> transaction.filter(world.log::commit).isPresent() ? Result.RECORDED : unknown();
        };
        return answerLost ? unknown() : result;
    }

    private Result sendRecords() {
        transaction = world.log.send(process.ordinal(), process.producerEpoch(), next, deadLetters);
        return transaction.isPresent() ? Result.GOES_ON : unknown();
    }

    private Result sendOffsets(View view) {
        if (transaction.filter(one -> !world.log.isOpen(one)).isPresent()) {
            return unknown();
        }
        if (world.group.accepts(process.ordinal(), view.member(), view.generation())) {
            return Result.GOES_ON;
        }
        transaction.ifPresent(world.log::abort);
        refused = true;
        return Result.GOES_ON;
    }

    private Result awaitAnotherMembership() {
        View view = process.view();
        if (view.epoch() != tenure) {
            return Result.NOT_OWNER;
        }
        if (!view.isSameMembership(taken.orElseThrow())) {
            refused = false;
            taken = Optional.empty();
            transaction = Optional.empty();
            sent = 0;
        }
        return Result.GOES_ON;
    }

    private Result unknown() {
        process.discardProducer();
        return Result.UNKNOWN;
    }
}
