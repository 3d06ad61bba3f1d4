package io.openintake.registry.domain;

/** Whether a deletion waits for the children and the backlog, or takes them along. */
public enum Force {
    /** Children must be deleted first, buffered messages are delivered. */
    NO,
    /** Children go too, buffered messages are discarded. */
    YES
}
