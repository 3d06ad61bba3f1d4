package io.openintake.flusher.app;

import io.openintake.flusher.app.IntakeTable.Fault;

/**
 * A batch could not be written, through no fault of any record: storage failed, or the table is no longer what was
 * surveyed. Files that were written stay behind as orphans.
 */
public final class ConversionFailed extends RuntimeException {
    private final transient Fault fault;

    /** Takes only the place of the cause: its message is the storage's or the catalog's, and may end in a log. */
    public ConversionFailed(Fault fault, Throwable cause) {
        this(fault);
        setStackTrace(cause.getStackTrace());
    }

    public ConversionFailed(Fault fault) {
        super(fault.code() + ": " + fault.message());
        this.fault = fault;
    }

    /** {@code CONFLICT}: load and survey again; anything else as when it comes out of the table itself. */
    public Fault fault() {
        return fault;
    }
}
