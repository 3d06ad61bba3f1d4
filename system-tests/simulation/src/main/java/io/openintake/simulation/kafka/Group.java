package io.openintake.simulation.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The group that shares out the slots, reduced to one slot: static members, generations, and an assignment that is
 * taken from a living member only after that member has given it up.
 */
public final class Group {
    private final Map<Integer, String> members = new TreeMap<>();
    private Optional<String> owner = Optional.empty();
    private Optional<String> heir = Optional.empty();
    private int generation;
    private int ids;

    /** What a member learns when it polls. */
    public enum Standing {
        OWNER,
        /** It must give the slot up now. */
        REVOKED,
        MEMBER,
        /** Its session ended. */
        UNKNOWN,
        /** Another process has its instance id. */
        FENCED
    }

    public int generation() {
        return generation;
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** Joins under a static instance id. One that is known keeps generation and slot: the former process is fenced. */
    public String join(int ordinal, RandomGenerator random) {
        String id = ordinal + "-" + ++ids;
        Optional<String> former = Optional.ofNullable(members.put(ordinal, id));
        if (former.isEmpty()) {
            rebalance(random);
            return id;
        }
        owner = owner.map(one -> one.equals(former.get()) ? id : one);
        heir = heir.map(one -> one.equals(former.get()) ? id : one);
        return id;
    }

    /** A new generation; whoever has the slot may have to give it up for somebody else. */
    public void rebalance(RandomGenerator random) {
        if (members.isEmpty()) {
            return;
        }
        generation++;
        if (heir.isPresent()) {
            return;
        }
        List<String> all = new ArrayList<>(members.values());
        String chosen = all.get(random.nextInt(all.size()));
        if (owner.isEmpty()) {
            owner = Optional.of(chosen);
        } else if (!owner.get().equals(chosen) && random.nextInt(3) == 0) {
            heir = Optional.of(chosen);
        }
    }

    /** The session of a member ends, or it leaves. */
    public void remove(int ordinal, RandomGenerator random) {
        Optional<String> gone = Optional.ofNullable(members.remove(ordinal));
        if (gone.isEmpty()) {
            return;
        }
        owner = owner.filter(one -> !one.equals(gone.get()));
        heir = heir.filter(one -> !one.equals(gone.get()));
        if (owner.isEmpty()) {
            owner = heir;
            heir = Optional.empty();
        }
        rebalance(random);
    }

    /** The member has stopped working on the slot. */
    public void gaveUp(String member) {
        if (owner.filter(member::equals).isPresent() && heir.isPresent()) {
            generation++;
            owner = heir;
            heir = Optional.empty();
        }
    }

    /** An operator deletes the group, which the broker allows while it is empty. */
    public void delete() {
        if (members.isEmpty()) {
            generation = 0;
            owner = Optional.empty();
            heir = Optional.empty();
        }
    }

    public Standing standing(int ordinal, String member) {
        Optional<String> known = Optional.ofNullable(members.get(ordinal));
        if (known.isEmpty()) {
            return Standing.UNKNOWN;
        }
        if (!known.get().equals(member)) {
            return Standing.FENCED;
        }
        if (owner.filter(member::equals).isEmpty()) {
            return Standing.MEMBER;
        }
        return heir.isPresent() ? Standing.REVOKED : Standing.OWNER;
    }

    /** The check when offsets enter a transaction. A generation below 0 passes while nobody is in the group. */
    public boolean accepts(int ordinal, String member, int ofGeneration) {
        if (ofGeneration < 0) {
            return members.isEmpty();
        }
        return member.equals(members.get(ordinal)) && ofGeneration == generation;
    }
}
