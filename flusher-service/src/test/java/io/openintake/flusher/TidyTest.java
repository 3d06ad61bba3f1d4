package io.openintake.flusher;

import io.openintake.testkit.TidyRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TidyTest {
    @Test
    void keepsEveryFileShortAndWellNamed() {
        TidyRules.check(Path.of(""));
    }
}
