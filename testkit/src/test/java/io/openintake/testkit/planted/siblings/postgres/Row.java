package io.openintake.testkit.planted.siblings.postgres;

public record Row(long id) {}
