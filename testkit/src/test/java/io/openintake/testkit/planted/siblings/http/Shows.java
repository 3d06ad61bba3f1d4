package io.openintake.testkit.planted.siblings.http;

import io.openintake.testkit.planted.siblings.postgres.Row;

public record Shows(Row row) {}
