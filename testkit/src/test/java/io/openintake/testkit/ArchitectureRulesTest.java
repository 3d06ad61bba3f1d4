package io.openintake.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchitectureRulesTest {
    private static final String PLANTED = "io.openintake.testkit.planted.";

    @Test
    void acceptsAServiceThatKeepsEveryRule() {
        checkPlanted("tidy");
    }

    @Test
    void acceptsAServiceWithoutAnyClass() {
        ArchitectureRules.check("io.openintake.nothing");
    }

    @Test
    void looksAtProductionClassesOnly() {
        // all planted violations are test classes
        ArchitectureRules.check("io.openintake.testkit.planted.impure");
    }

    @Test
    void refusesADomainThatReadsFilesOrKnowsAFramework() {
        assertRefused("impure", "ReadsAFile", "KnowsAFramework");
    }

    @Test
    void refusesADomainThatReadsTheClockOrDrawsRandomValues() {
        assertRefused("clock", "Instant.now()", "System.nanoTime()", "UUID.randomUUID()", "Random.<init>()");
    }

    @Test
    void refusesAnApplicationThatKnowsAnAdapter() {
        assertRefused("upward", "KnowsAnAdapter");
    }

    @Test
    void refusesAdaptersThatKnowEachOther() {
        assertRefused("siblings", "Shows");
    }

    @Test
    void refusesCyclesBetweenPackages() {
        assertRefused("cycle", "Cycle detected");
    }

    @Test
    void refusesInjectedFields() {
        assertRefused("injected", "TakesFields.name");
    }

    @Test
    void refusesOffsetCommitsThatSkipTheOwnershipCheck() {
        assertRefused("commits", "commitSync()", "commitAsync()", "ConsumerGroupMetadata.<init>(java.lang.String)");
    }

    @Test
    void refusesVendorTypesInTheSignaturesOfTheApplication() {
        assertRefused("vendor", "ShowsItsVendor.size");
    }

    @Test
    void refusesPrintingAndTheJavaLogger() {
        assertRefused("logging", "System.out", "java.util.logging.Logger");
    }

    private static void assertRefused(String service, String... expected) {
        var failure = assertThrows(AssertionError.class, () -> checkPlanted(service));
        for (var part : List.of(expected)) {
            assertTrue(failure.getMessage().contains(part), () -> part + " is not in: " + failure.getMessage());
        }
    }

    private static void checkPlanted(String service) {
        ArchitectureRules.check(new ClassFileImporter().importPackages(PLANTED + service), PLANTED + service);
    }
}
