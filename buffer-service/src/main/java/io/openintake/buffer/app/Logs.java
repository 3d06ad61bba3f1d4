package io.openintake.buffer.app;

import io.openintake.buffer.domain.Partition;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The records of intake topics. */
public interface Logs {
    /** End offsets of those partitions that answered; open transactions count. */
    Map<Partition, Long> ends(Collection<Partition> partitions);

    /** Deletes the records below these offsets; answers where it is done. */
    Set<Partition> deleteBelow(Map<Partition, Long> offsets);
}
