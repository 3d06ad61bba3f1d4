package io.openintake.registry.app.answer;

/**
 * Who asks, for the audit trail.
 *
 * @param name of the token
 * @param remoteAddress empty when unknown
 * @param client what the caller's software calls itself; empty when unknown
 */
public record Caller(String name, String remoteAddress, String client) {}
