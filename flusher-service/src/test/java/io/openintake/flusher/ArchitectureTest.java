package io.openintake.flusher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.openintake.testkit.ArchitectureRules;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** Files, prefixes, objects; snapshots and orphans, whose removal takes files with it; tables. */
    private static final Pattern DELETING = Pattern.compile(
            "delete(File|Files|Prefix|Object|Objects|With|Orphan\\w*)|expire\\w*|cleanAll|cleanUncommitted|dropTable");

    @Test
    void keepsDomainAppAndAdaptersApart() {
        ArchitectureRules.check("io.openintake.flusher");
    }

    @Test
    void nothingHereDeletesAFile() {
        ArchCondition<JavaClass> deleteNothing = new ArchCondition<>("call nothing that deletes from a storage") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnitAccessesFromSelf().stream()
                        .filter(access -> isOfStorage(access.getTarget())
                                && DELETING.matcher(access.getTarget().getName())
                                        .matches())
                        .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            }
        };
        classes()
                .should(deleteNothing)
                .because("whatever a catalog answers, no commit of ours can damage a table that way")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.openintake.flusher"));
    }

    private static boolean isOfStorage(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.startsWith("org.apache.iceberg.")
                || owner.startsWith("software.amazon.awssdk.")
                || owner.startsWith("io.openintake.flusher.iceberg.");
    }
}
