package io.openintake.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TidyTest {
    @Test
    void keepsEveryFileShortAndWellNamed() {
        TidyRules.check(Path.of(""));
    }

    @Test
    void keepsTheRootPomReadable() {
        TidyRules.checkRootPom(Checkout.root());
    }
}
