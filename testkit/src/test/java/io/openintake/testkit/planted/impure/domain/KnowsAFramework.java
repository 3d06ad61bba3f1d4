package io.openintake.testkit.planted.impure.domain;

import com.fasterxml.jackson.databind.JsonNode;

public record KnowsAFramework(JsonNode document) {}
