package io.openintake.benchmarks;

import io.openintake.testkit.TidyRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TidyTest {
    @Test
    void keepsEveryFileShortAndWellNamed() {
        TidyRules.check(Path.of(""));
    }
}
