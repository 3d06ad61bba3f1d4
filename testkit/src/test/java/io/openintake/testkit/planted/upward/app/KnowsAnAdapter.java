package io.openintake.testkit.planted.upward.app;

import io.openintake.testkit.planted.upward.http.Page;

public record KnowsAnAdapter(Page page) {}
