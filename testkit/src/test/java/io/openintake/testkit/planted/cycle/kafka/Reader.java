package io.openintake.testkit.planted.cycle.kafka;

import io.openintake.testkit.planted.cycle.kafka.wire.Frame;

public record Reader(Frame frame) {}
