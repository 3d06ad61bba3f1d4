package io.openintake.flusher;

import io.openintake.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsDomainAppAndAdaptersApart() {
        ArchitectureRules.check("io.openintake.flusher");
    }
}
