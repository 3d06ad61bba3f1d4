package io.openintake.simulation.flusher;

import io.openintake.simulation.kafka.Group;

/** The poll thread of a process: one step is one poll with its callbacks. Stands for {@code SlotConsumer}. */
final class Membership {
    private final Group group;
    private final int ordinal;
    private final java.util.random.RandomGenerator random;
    private String member;
    private int generation = -1;
    private long epoch;
    private long lastEpoch;
    private long polls;
    private boolean fenced;
    private View view;

    Membership(Group group, int ordinal, java.util.random.RandomGenerator random) {
        this.group = group;
        this.ordinal = ordinal;
        this.random = random;
        this.member = group.join(ordinal, random);
        this.view = new View(member, -1, 0, 0);
    }

    /** What the workers see: from the last poll on, until the next. */
    View view() {
        return view;
    }

    boolean isFenced() {
        return fenced;
    }

    void poll() {
        if (fenced) {
            return;
        }
        switch (group.standing(ordinal, member)) {
            case FENCED -> end();
            case UNKNOWN -> notAMember();
            case OWNER -> own();
            case REVOKED -> giveUp();
            case MEMBER -> joined(0);
        }
        polls++;
        publish();
    }

    private void own() {
        if (epoch == 0) {
            epoch = ++lastEpoch;
        }
        joined(epoch);
    }

    private void giveUp() {
        joined(0);
        publish();
        group.gaveUp(member);
    }

    private void joined(long nowEpoch) {
        generation = group.generation();
        epoch = nowEpoch;
    }

    /** First the generation is gone; only at the next poll the callback takes the slot and the member joins again. */
    private void notAMember() {
        if (generation >= 0) {
            generation = -1;
        } else {
            epoch = 0;
            member = group.join(ordinal, random);
        }
    }

    private void end() {
        fenced = true;
        generation = -1;
        epoch = 0;
    }

    private void publish() {
        view = new View(member, generation, generation < 0 ? 0 : epoch, polls);
    }
}
