package io.openintake.simulation.table;

import io.openintake.contracts.flush.TableProperty;
import java.util.Optional;

/**
 * A commit of a flusher that was built on a version of the table and may arrive at any time, or twice.
 *
 * @param snapshot its id, chosen by the client
 * @param commit the commit id in its summary; empty for the first snapshot of a table
 * @param file empty when it carries no rows
 */
public record Update(
        String target,
        Metadata built,
        long snapshot,
        Optional<String> commit,
        Optional<DataFile> file,
        Optional<TableProperty> property) {}
