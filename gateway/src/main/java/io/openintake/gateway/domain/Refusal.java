package io.openintake.gateway.domain;

/** Why something is refused, with the text that clients show. */
public record Refusal(GatewayError error, String text) {}
