package io.openintake.benchmarks.rig;

/** What lies between the producer and the broker. */
public enum Route {
    /** Nothing. */
    DIRECT,
    /** A proxy that only passes bytes on. */
    PIPE,
    /** OpenIntake's gateway, logged in. */
    GATEWAY
}
