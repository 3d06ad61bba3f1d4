package io.openintake.testkit.planted.injected.app;

import jakarta.inject.Inject;

final class TakesFields {
    @Inject
    String name;
}
