package io.openintake.registry.app;

import io.openintake.contracts.RunnerId;
import io.openintake.registry.domain.User;

/** A user and the runner that it logs in at. */
public record UserView(User user, RunnerId runner) {}
