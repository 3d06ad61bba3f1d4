package io.openintake.testkit.planted.tidy.domain;

import java.time.Instant;

public record Quota(long bytes, Instant since) {}
