package io.openintake.simulation.flusher;

import io.openintake.contracts.flush.FlushState;
import io.openintake.simulation.world.World;
import java.util.Optional;

/** One flusher: a poll thread, a worker, and what the worker knows of the log. It may be deposed without knowing it. */
public final class FlusherProcess {
    private final World world;
    private final int ordinal;
    private final int number;
    private final Membership membership;
    private Optional<Held> held = Optional.empty();
    private Optional<Reading> reading = Optional.empty();
    private Optional<Flushing> flushing = Optional.empty();
    private int producerEpoch;
    private long failedAtPoll = -1;
    private long pausedUntil;

    /**
     * @param ordinal of the flusher; a process that still runs under it is fenced
     * @param number of this process in the run
     */
    public FlusherProcess(World world, int ordinal, int number) {
        this.world = world;
        this.ordinal = ordinal;
        this.number = number;
        this.membership = new Membership(world.group, ordinal, world.random);
        this.producerEpoch = world.log.init(ordinal);
    }

    /** The newest state as read from the log, and recorded since, in one time of owning the slot. */
    private record Held(long epoch, FlushState state) {}

    /** Reading the slot: the barrier is written, what lies below it is awaited. */
    private record Reading(long epoch, int barrier) {}

    public int ordinal() {
        return ordinal;
    }

    View view() {
        return membership.view();
    }

    /** Whether its poll thread believes that the slot is its own. */
    public boolean isOwner() {
        return view().epoch() != 0;
    }

    /** Whether another process took its ordinal. */
    public boolean isFenced() {
        return membership.isFenced();
    }

    public boolean isFlushing() {
        return flushing.isPresent();
    }

    public void pauseUntil(long step) {
        pausedUntil = step;
    }

    public boolean runsAt(long step) {
        return step >= pausedUntil;
    }

    public void poll() {
        membership.poll();
    }

    /** After a failure a new producer only once a poll has returned later: a deposed process must learn it first. */
    boolean hasProducer() {
        if (producerEpoch == 0 && view().polls() > failedAtPoll) {
            producerEpoch = world.log.init(ordinal);
        }
        return producerEpoch != 0;
    }

    int producerEpoch() {
        return producerEpoch;
    }

    void discardProducer() {
        producerEpoch = 0;
        failedAtPoll = view().polls();
    }

    /** One step of the worker. */
    public void work() {
        if (flushing.isPresent()) {
            flushing.get().step().ifPresent(this::ended);
            return;
        }
        long epoch = view().epoch();
        if (epoch == 0) {
            held = Optional.empty();
            reading = Optional.empty();
        } else if (held.filter(one -> one.epoch() == epoch).isEmpty()) {
            read(epoch);
        } else {
            flushing = Optional.of(new Flushing(world, this, epoch, held.get().state()));
        }
    }

    private void read(long epoch) {
        if (reading.filter(one -> one.epoch() == epoch).isEmpty()) {
            reading = Optional.of(new Reading(epoch, world.log.barrier()));
            return;
        }
        int barrier = reading.get().barrier();
        if (world.log.isReadable(barrier)) {
            FlushState state = world.log
                    .newestBelow(barrier)
                    .orElseGet(() -> FlushState.initial(world.topic().id(), World.CLUSTER));
            world.trace.say(() -> this + " reads the log: state " + state.version());
            held = Optional.of(new Held(epoch, state));
            reading = Optional.empty();
        }
    }

    private void ended(Flushing.End end) {
        world.trace.say(() -> this + " ends a flush: " + end);
        long epoch = flushing.orElseThrow().tenure();
        flushing = Optional.empty();
        held = switch (end.how()) {
            case FINISHED, DROPPED -> Optional.of(new Held(epoch, end.state()));
            // only the log knows: it is read again before anything else happens
            case UNKNOWN -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return "flusher " + ordinal + "#" + number;
    }
}
