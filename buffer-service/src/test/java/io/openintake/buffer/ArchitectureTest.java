package io.openintake.buffer;

import io.openintake.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void keepsDomainAppAndAdaptersApart() {
        ArchitectureRules.check("io.openintake.buffer");
    }
}
