package io.openintake.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** The shape that every service has: a pure domain, an application around it, adapters that do not know each other. */
public final class ArchitectureRules {
    /** An injected field hides what a class needs and lets it exist without it. */
    private static final Set<String> FIELD_INJECTIONS = Set.of(
            "jakarta.inject.Inject",
            "org.eclipse.microprofile.config.inject.ConfigProperty",
            "org.eclipse.microprofile.reactive.messaging.Channel");

    private ArchitectureRules() {}

    /** Fails with every violation in the production classes of this package and those below it. */
    public static void check(String basePackage) {
        var production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(basePackage);
        check(production, basePackage);
    }

    static void check(JavaClasses production, String basePackage) {
        var violations = rules(basePackage).stream()
                .map(rule -> rule.allowEmptyShould(true).evaluate(production))
                .filter(result -> result.hasViolation())
                .map(result -> result.getFailureReport().toString())
                .toList();
        if (!violations.isEmpty()) {
            throw new AssertionError(String.join("\n\n", violations));
        }
    }

    private static List<ArchRule> rules(String base) {
        return List.of(
                domainKnowsOnlyItself(base),
                domainDoesNoIo(base),
                classes()
                        .that()
                        .resideInAPackage(base + ".domain..")
                        .should(ForbiddenCalls.CLOCK_OR_CHANCE)
                        .because("time, ids and randomness arrive as arguments, so that a test can choose them"),
                classes().should(Layers.of(base)),
                classes().that().resideInAPackage(base + ".app..").should(Layers.NO_VENDOR_IN_SIGNATURES),
                slices().matching(base + ".(**)").should().beFreeOfCycles(),
                fields().should(notBeInjected()),
                classes()
                        .should(ForbiddenCalls.UNCHECKED_OFFSET_COMMIT)
                        .because("these commit offsets without the check that their owner still is the owner"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.logging..")
                        .because("the services log through org.jboss.logging"),
                NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
    }

    private static ArchRule domainKnowsOnlyItself(String base) {
        return classes()
                .that()
                .resideInAPackage(base + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        base + ".domain..", "io.openintake.contracts..", "java..", "org.jspecify.annotations..", "");
    }

    private static ArchRule domainDoesNoIo(String base) {
        return noClasses()
                .that()
                .resideInAPackage(base + ".domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net.http..",
                        "java.sql..",
                        "java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(File.*|RandomAccessFile|Console)|java\\.net\\.(.*Socket|URL|.*URLConnection)"
                                + "|java\\.lang\\.(Process.*|System\\$Logger.*)");
    }

    private static ArchCondition<JavaField> notBeInjected() {
        return new ArchCondition<>("not be injected: a constructor says what a class needs") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                field.getAnnotations().stream()
                        .filter(annotation -> FIELD_INJECTIONS.contains(
                                annotation.getRawType().getName()))
                        .forEach(annotation -> events.add(SimpleConditionEvent.violated(
                                field, field.getDescription() + " is injected in " + field.getSourceCodeLocation())));
            }
        };
    }
}
