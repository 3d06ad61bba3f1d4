package io.openintake.audit;

import io.openintake.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheComparisonApartFromTheReaders() {
        ArchitectureRules.check("io.openintake.audit");
    }
}
