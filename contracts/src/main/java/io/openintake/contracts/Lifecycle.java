package io.openintake.contracts;

/** Where a resource stands between creation and removal, as its definition says it. */
public enum Lifecycle {
    /** In use. */
    ACTIVE("active"),
    /** Refuses new messages; what is buffered is still delivered, then the resource goes. */
    DELETING("deleting"),
    /** As {@link #DELETING}, but the backlog is discarded and counted in the audit trail. */
    DISCARDING("discarding");

    private final String text;

    Lifecycle(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }
}
