package io.openintake.registry.domain;

/** A runner as the host of its intakes. */
public record Host(Runner runner, int intakes) {}
