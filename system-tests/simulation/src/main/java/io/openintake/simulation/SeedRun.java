package io.openintake.simulation;

import io.openintake.simulation.flusher.FlusherProcess;
import io.openintake.simulation.oracle.Figures;
import io.openintake.simulation.oracle.Violation;
import io.openintake.simulation.world.Person;
import io.openintake.simulation.world.Trace;
import io.openintake.simulation.world.Users;
import io.openintake.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One run: chaos for a while, then the faults stop and everything must drain. */
final class SeedRun {
    private static final int MAX_PROCESSES = 6;
    private static final int ORDINALS = 4;
    private static final int MAX_PAUSE_STEPS = 150;
    private static final int MAX_BURST = 12;
    private static final int MAX_QUIET_STEPS = 20_000;
    private static final int LOOK_STEPS = 20;
    /** Long enough for a living flusher's transaction. */
    private static final int TIME_OUT_STEPS = 500;

    private final Profile profile;
    private final RandomGenerator random;
    private final World world;
    private final Users users;
    private final Person person;
    private final List<FlusherProcess> processes = new ArrayList<>();
    private long step;
    private int started;

    private SeedRun(long seed, Trace trace) {
        this.random = new SplittableRandom(seed);
        this.profile = Profile.of(seed, random);
        this.world = new World(random, trace, profile.badShare(), profile.faultPercent());
        this.users = new Users(world, profile.actions());
        this.person = new Person(world);
        trace.say(() -> "seed " + seed + ": " + profile);
    }

    /** Runs a seed; throws a {@link Violation} when a promise is broken. */
    static Figures run(long seed, Trace trace) {
        SeedRun run = new SeedRun(seed, trace);
        for (run.step = 0; run.step < run.profile.steps(); run.step++) {
            run.chaos();
        }
        run.quiesce();
        run.world.oracle.atRest(run.world.tables());
        return run.world.oracle.figures();
    }

    private void chaos() {
        int dice = random.nextInt(100);
        if (processes.isEmpty() || dice < profile.lifecyclePercent()) {
            lifecycle();
            return;
        }
        dice = random.nextInt(100);
        if (dice < profile.userPercent()) {
            users.act();
        } else if (dice < profile.userPercent() + 15) {
            surroundings();
        } else {
            move(processes.get(random.nextInt(processes.size())));
        }
    }

    private void surroundings() {
        switch (random.nextInt(8)) {
            case 0, 1 -> world.produce();
            case 2, 3, 4 -> world.log.deliverMarkers();
            case 5 -> world.deliverOneTravelling();
            case 6 -> world.trim();
            default -> person.look(isStill());
        }
    }

    private boolean isStill() {
        return processes.stream().noneMatch(FlusherProcess::isFlushing);
    }

    private void move(FlusherProcess process) {
        if (!process.runsAt(step)) {
            return;
        }
        if (random.nextInt(4) == 0) {
            process.poll();
            return;
        }
        // threads are not fair: now and then a worker gets far while nothing else moves
        int steps = random.nextInt(4) == 0 ? random.nextInt(MAX_BURST) : 1;
        for (int i = 0; i < steps; i++) {
            process.work();
        }
    }

    private void lifecycle() {
        if (processes.isEmpty()) {
            start();
            return;
        }
        FlusherProcess one = processes.get(random.nextInt(processes.size()));
        switch (random.nextInt(10)) {
            case 0, 1 -> start();
            case 2 -> {
                world.trace.say(() -> one + " is killed");
                processes.remove(one);
            }
            case 3, 4 -> {
                world.trace.say(() -> one + " is paused");
                one.pauseUntil(step + random.nextInt(MAX_PAUSE_STEPS));
            }
            case 5 -> {
                world.trace.say(() -> "the session of " + one.ordinal() + " ends");
                world.group.remove(one.ordinal(), random);
            }
            case 6 -> {
                world.trace.say(() -> "rebalance");
                world.group.rebalance(random);
            }
            case 7 -> depose();
            case 8 -> ambush();
            default -> {
                world.trace.say(() -> "open transactions time out");
                world.log.timeOut();
            }
        }
    }

    /** The one that works sleeps until it is no longer the owner. */
    private void depose() {
        processes.stream().filter(FlusherProcess::isFlushing).findFirst().ifPresent(one -> {
            world.trace.say(() -> one + " sleeps beyond its session");
            one.pauseUntil(step + random.nextInt(MAX_PAUSE_STEPS));
            world.group.remove(one.ordinal(), random);
        });
    }

    /** It sleeps while others take over and users interfere, and goes on before it has polled. */
    private void ambush() {
        Optional<FlusherProcess> found =
                processes.stream().filter(FlusherProcess::isFlushing).findFirst();
        if (found.isEmpty()) {
            return;
        }
        FlusherProcess sleeper = found.get();
        world.trace.say(() -> sleeper + " sleeps while others go on");
        world.group.remove(sleeper.ordinal(), random);
        start();
        for (int i = random.nextInt(MAX_PAUSE_STEPS); i >= 0; i--) {
            FlusherProcess other = processes.get(random.nextInt(processes.size()));
            if (!other.equals(sleeper)) {
                world.log.deliverMarkers();
                move(other);
            }
        }
        if (!profile.actions().isEmpty()) {
            users.act();
            world.deliverOneTravelling();
            users.act();
        }
        for (int i = random.nextInt(MAX_BURST); i >= 0; i--) {
            sleeper.work();
        }
    }

    /** A new flusher, a restart, or a second process under an ordinal that still runs somewhere. */
    private void start() {
        if (processes.size() < MAX_PROCESSES) {
            int ordinal = random.nextInt(Math.min(ORDINALS, profile.flushers()));
            FlusherProcess process = new FlusherProcess(world, ordinal, ++started);
            world.trace.say(() -> process + " starts");
            processes.add(process);
        }
    }

    /** The faults stop; zombies and late commits still arrive; then everything must be delivered. */
    private void quiesce() {
        world.trace.say(() -> "--- the faults stop");
        world.calm();
        users.rest();
        start();
        processes.forEach(process -> process.pauseUntil(0));
        for (int quiet = 0; !isAtRest(); quiet++) {
            if (quiet > MAX_QUIET_STEPS) {
                throw new Violation("it does not come to rest: " + world.oracle.last() + " problem or backlog remains");
            }
            quietStep(quiet);
        }
    }

    private void quietStep(int quiet) {
        world.log.deliverMarkers();
        if (quiet % TIME_OUT_STEPS == 0) {
            world.log.timeOut();
            endDeadSessions();
        }
        if (quiet % LOOK_STEPS == 0) {
            world.deliverOneTravelling();
            person.look(processes.stream().noneMatch(this::mayStillPost));
        }
        if (processes.stream().allMatch(FlusherProcess::isFenced)) {
            start();
        }
        FlusherProcess process = processes.get(random.nextInt(processes.size()));
        if (random.nextInt(4) == 0) {
            process.poll();
        } else {
            process.work();
        }
    }

    private void endDeadSessions() {
        for (int ordinal = 0; ordinal < ORDINALS; ordinal++) {
            int wanted = ordinal;
            if (processes.stream().noneMatch(one -> one.ordinal() == wanted && !one.isFenced())) {
                world.group.remove(ordinal, random);
            }
        }
    }

    private boolean mayStillPost(FlusherProcess process) {
        return process.isFlushing() && !process.isOwner();
    }

    private boolean isAtRest() {
        return world.travelling.isEmpty()
                && world.isDrained()
                && processes.stream().noneMatch(this::mayStillPost);
    }
}
