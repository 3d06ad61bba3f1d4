package io.openintake.testkit.planted.upward.http;

public record Page(int number) {}
