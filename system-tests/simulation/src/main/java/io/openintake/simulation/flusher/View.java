package io.openintake.simulation.flusher;

/**
 * What a process's poll thread last published.
 *
 * @param generation below 0 when the process is in no group
 * @param epoch of the slot; 0 when it is not ours
 */
record View(String member, int generation, long epoch, long polls) {
    boolean isSameMembership(View other) {
        return member.equals(other.member) && generation == other.generation;
    }
}
