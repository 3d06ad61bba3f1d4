package io.openintake.simulation;

import io.openintake.testkit.Checkout;
import io.openintake.testkit.TidyRules;
import org.junit.jupiter.api.Test;

final class TidyTest {
    @Test
    void staysSmall() {
        TidyRules.check(Checkout.root().resolve("system-tests/simulation"));
    }
}
