package io.openintake.registry.domain;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer JSON pointer (RFC 6901) of the field, or the name of a query parameter
 * @param message what it must be; starts with "must"
 */
public record Violation(String pointer, String message) {}
