package io.openintake.registry.domain;

import io.openintake.contracts.ProjectId;

/** Where a resource lives; a resource of another scope does not exist for a caller. */
public record Scope(ProjectId project, String region) {}
