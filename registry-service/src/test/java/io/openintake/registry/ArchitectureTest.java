package io.openintake.registry;

import io.openintake.testkit.ArchitectureRules;
import io.openintake.testkit.TidyRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void keepsTheDomainPureAndTheAdaptersApart() {
        ArchitectureRules.check("io.openintake.registry");
    }

    @Test
    void keepsEveryFileShortAndWellNamed() {
        TidyRules.check(Path.of(""));
    }
}
