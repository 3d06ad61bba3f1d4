package io.openintake.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TidyTest {
    @Test
    void keepsEveryFileShortAndWellNamed() {
        TidyRules.check(Path.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contracts", "quickstart/backing"})
    void keepsTheModulesTidyThatCannotDependOnThisOne(String module) {
        TidyRules.check(Checkout.root().resolve(module));
    }

    @Test
    void keepsTheRootPomReadable() {
        TidyRules.checkRootPom(Checkout.root());
    }
}
