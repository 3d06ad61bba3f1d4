package io.openintake.audit;

import io.openintake.testkit.Checkout;
import io.openintake.testkit.TidyRules;
import org.junit.jupiter.api.Test;

class TidyTest {
    @Test
    void staysSmall() {
        TidyRules.check(Checkout.root().resolve("audit"));
    }
}
