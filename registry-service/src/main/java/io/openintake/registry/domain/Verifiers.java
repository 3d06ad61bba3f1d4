package io.openintake.registry.domain;

import io.openintake.contracts.ScramVerifier;

/**
 * What is kept of a password.
 *
 * @param sha256 for SCRAM-SHA-256
 * @param sha512 for SCRAM-SHA-512
 */
public record Verifiers(ScramVerifier sha256, ScramVerifier sha512) {}
