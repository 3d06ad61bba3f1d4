package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/** Port: where the intake topics end. */
public interface Backlogs {
    /** Committed ends of these intakes' topics; intakes without a topic are left out. */
    Map<IntakeId, Ends> sweep(Collection<IntakeId> intakes);

    /** Ends per partition of a topic. */
    record Ends(String topicId, String clusterId, SortedMap<Integer, Long> ends) {}
}
