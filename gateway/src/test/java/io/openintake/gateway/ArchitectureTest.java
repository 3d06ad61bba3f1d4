package io.openintake.gateway;

import io.openintake.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheShapeOfAllServices() {
        ArchitectureRules.check("io.openintake.gateway");
    }
}
