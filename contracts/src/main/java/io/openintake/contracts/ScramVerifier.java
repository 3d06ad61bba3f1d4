package io.openintake.contracts;

/**
 * What is kept of a password for one SCRAM mechanism (RFC 5802 section 3): enough to check a login, not to make one.
 *
 * @param iterations of PBKDF2
 */
public record ScramVerifier(Bytes salt, Bytes storedKey, Bytes serverKey, int iterations) {}
