package io.openintake.benchmarks.rig;

/** Between the client and what it talks to. */
public enum Encryption {
    PLAINTEXT,
    TLS
}
