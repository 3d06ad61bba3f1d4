package io.openintake.flusher.app;

import java.util.Collection;

/** Port: which slots are ours. Never blocks. */
public interface Ownership {
    /** The slots that are ours now. */
    Collection<Tenure> tenures();

    /** Whether the slot is ours without a break since, and the group's coordinator answers us. */
    boolean holds(Tenure tenure);
}
