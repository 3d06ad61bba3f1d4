package io.openintake.flusher.app;

import io.openintake.contracts.Partitioning;
import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.BatchConversion.SchemaAddition;
import java.util.List;
import java.util.Map;

/** Port: one intake's table. Blocks; expected faults of catalog and storage are values, never exceptions. */
public interface IntakeTable extends AutoCloseable {
    /** Asks the catalog for the table's metadata, never from a cache. */
    Load load();

    /** Creates namespace and table; when somebody else was faster, the table that is there now. */
    Load create(SchemaAddition schema, Partitioning partitioning);

    /** Adds columns in one commit built on {@code base}; whatever happened, the table as it is afterwards. */
    Load evolve(LoadedTable base, SchemaAddition addition);

    /** Whether all these files are still there. */
    boolean exist(List<DataFileHandle> files);

    /**
     * One compare-and-swap, posted at most once: append the files (none for an empty append) to {@code main} of
     * {@code base}, with the summary, and set the properties in the same commit; accepted by the catalog only if table
     * UUID and main are still those of {@code base}. Whatever it answers but {@link Posted}, only a new load tells.
     * A table without a snapshot takes one thing only: an empty append without properties, which gives it a first one.
     */
    Post post(
            LoadedTable base, List<DataFileHandle> files, Map<String, String> summary, Map<String, String> properties);

    @Override
    void close();

    /** What loading came to. */
    sealed interface Load {
        record Present(LoadedTable table) implements Load {}

        record Absent() implements Load {}

        record Failed(Fault fault) implements Load {}
    }

    /** What posting came to. */
    sealed interface Post {
        /** The catalog accepted it. */
        record Posted(LoadedTable table) implements Post {}

        /** Nothing was sent, because {@code base} was no longer current or had no parent to append to. */
        record NotSent(String why) implements Post {}

        /** Sent, and the answer was anything else: it may be in. */
        record Unclear(Fault fault) implements Post {}
    }

    /**
     * Why the catalog or the storage did not do what was asked.
     *
     * @param code stable kebab-case, such as {@code catalog-unavailable}
     * @param message our own words, at most 512 characters: no upstream body, no address with a query, no credential
     */
    record Fault(Kind kind, String code, String message) {
        /** What may help. */
        public enum Kind {
            /** Trying again later. */
            TRANSIENT,
            /** A new session: 401, 419, a refresh that failed. */
            AUTHENTICATION,
            /** The table moved: load and look. */
            CONFLICT,
            /** A person: 400, 403, validation, a spec that cannot be applied, format version 1. */
            REFUSED
        }
    }
}
