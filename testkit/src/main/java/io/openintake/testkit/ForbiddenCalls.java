package io.openintake.testkit;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Calls that compile anywhere and are right almost nowhere. */
final class ForbiddenCalls {
    private static final Map<String, Set<String>> CLOCK_AND_CHANCE = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.lang.StrictMath", Set.of("random")),
            Map.entry("java.lang.Thread", Set.of("sleep")),
            Map.entry("java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis")),
            Map.entry("java.time.InstantSource", Set.of("system")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.Random", Set.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.util.Date", Set.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.util.SplittableRandom", Set.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.security.SecureRandom", Set.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
            Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")));

    private static final Set<String> OFFSET_COMMITS = Set.of("commitSync", "commitAsync");

    static final ArchCondition<JavaClass> CLOCK_OR_CHANCE =
            notCall("read no clock and draw no random values", ForbiddenCalls::readsClockOrChance);

    static final ArchCondition<JavaClass> UNCHECKED_OFFSET_COMMIT = notCall(
            "not call commitSync, commitAsync or new ConsumerGroupMetadata(String)",
            ForbiddenCalls::commitsOffsetsUnchecked);

    private ForbiddenCalls() {}

    private static boolean readsClockOrChance(CodeUnitAccessTarget target) {
        var owner = target.getOwner().getName();
        var readsCalendar = owner.startsWith("java.time.") && target.getName().equals("now");
        return readsCalendar || CLOCK_AND_CHANCE.getOrDefault(owner, Set.of()).contains(target.getName());
    }

    private static boolean commitsOffsetsUnchecked(CodeUnitAccessTarget target) {
        var owner = target.getOwner().getName();
        var commits =
                owner.startsWith("org.apache.kafka.clients.consumer.") && OFFSET_COMMITS.contains(target.getName());
        // the one with the group's name alone: no member, no generation
        var bareMetadata = owner.equals("org.apache.kafka.clients.consumer.ConsumerGroupMetadata")
                && target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                && target.getRawParameterTypes().size() == 1;
        return commits || bareMetadata;
    }

    private static ArchCondition<JavaClass> notCall(String description, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnitAccessesFromSelf().stream()
                        .filter(access -> forbidden.test(access.getTarget()))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            }
        };
    }
}
