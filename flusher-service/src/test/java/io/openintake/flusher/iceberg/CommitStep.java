package io.openintake.flusher.iceberg;

import io.openintake.flusher.iceberg.FaultProxy.Request;

/** The requests by which a flush changes the catalog, as they look from outside. */
enum CommitStep {
    CREATE,
    /** The empty append that gives a table without a snapshot its first one. */
    FIRST_SNAPSHOT,
    /** The empty append that sets a fresh head. */
    TAKEOVER,
    SCHEMA,
    APPEND;

    boolean is(Request request) {
        if (this == CREATE) {
            return request.method().equals("POST") && request.uri().getPath().endsWith("/tables");
        }
        if (!request.isCommit()) {
            return false;
        }
        String body = request.text();
        boolean addsSnapshot = body.contains("\"add-snapshot\"");
        boolean setsProperty = body.contains("\"set-properties\"");
        return switch (this) {
            case CREATE -> false;
            case FIRST_SNAPSHOT -> addsSnapshot && !setsProperty;
            case TAKEOVER -> addsSnapshot && setsProperty && !body.contains("\"added-records\"");
            case SCHEMA -> body.contains("\"add-schema\"");
            case APPEND -> addsSnapshot && setsProperty && body.contains("\"added-records\"");
        };
    }
}
