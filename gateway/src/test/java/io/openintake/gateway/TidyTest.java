package io.openintake.gateway;

import io.openintake.testkit.TidyRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TidyTest {
    @Test
    void staysEasyToRead() {
        TidyRules.check(Path.of("").toAbsolutePath());
    }
}
