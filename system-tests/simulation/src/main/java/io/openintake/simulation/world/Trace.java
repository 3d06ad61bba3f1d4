package io.openintake.simulation.world;

import java.util.function.Supplier;

/** Where a run tells what happens, for somebody who reads one seed. */
@FunctionalInterface
public interface Trace {
    /** Says nothing, and does not even build the text. */
    Trace SILENT = line -> {};

    void say(Supplier<String> line);
}
