package io.openintake.flusher.app;

import java.util.SortedMap;
import java.util.function.Consumer;

/** Records taken together: a fixed range of offsets per partition that can be read more than once. */
public interface Batch {
    /** One past the last offset, per partition. */
    SortedMap<Integer, Long> ends();

    /** Hands over every record, by partition and rising offset; offsets that are no records are left out. */
    void forEach(Consumer<SourceRecord> reader);
}
