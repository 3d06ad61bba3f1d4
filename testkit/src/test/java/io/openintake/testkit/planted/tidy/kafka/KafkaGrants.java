package io.openintake.testkit.planted.tidy.kafka;

import io.openintake.testkit.planted.tidy.app.Grants;

public record KafkaGrants(Grants grants) {}
