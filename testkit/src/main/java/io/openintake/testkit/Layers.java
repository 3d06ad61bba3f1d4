package io.openintake.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Who may know whom inside a service: the first package below its base decides which layer a class is in. */
final class Layers {
    private static final String ROOT = "";
    private static final String DOMAIN = "domain";
    private static final String APP = "app";

    /** Adapters translate: what they know of their technology ends with them. */
    static final ArchCondition<JavaClass> NO_VENDOR_IN_SIGNATURES =
            new ArchCondition<>("have no vendor types in their signatures") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getCodeUnits().stream()
                            .filter(unit -> !unit.getModifiers().contains(JavaModifier.PRIVATE)
                                    && !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                            .forEach(unit -> Stream.concat(
                                            Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
                                    .map(JavaClass::getBaseComponentType)
                                    .filter(used -> !isOurs(used))
                                    .forEach(used -> events.add(SimpleConditionEvent.violated(
                                            type, unit.getDescription() + " has " + used.getName()))));
                }
            };

    private Layers() {}

    /** Domain knows nothing else, app knows domain, an adapter knows both, and no adapter knows another one. */
    static ArchCondition<JavaClass> of(String base) {
        return new ArchCondition<>("respect the layers domain <- app <- adapters, adapters apart from each other") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!isInside(base, type)) {
                    return;
                }
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isInside(base, dependency.getTargetClass()))
                        .filter(dependency -> !mayKnow(layer(base, type), layer(base, dependency.getTargetClass())))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }

    private static boolean mayKnow(String from, String to) {
        return from.equals(to)
                || switch (from) {
                    case ROOT -> true;
                    case DOMAIN -> false;
                    case APP -> to.equals(DOMAIN) || to.equals(ROOT);
                    default -> to.equals(DOMAIN) || to.equals(APP) || to.equals(ROOT);
                };
    }

    private static boolean isInside(String base, JavaClass type) {
        return type.getPackageName().equals(base) || type.getPackageName().startsWith(base + ".");
    }

    private static String layer(String base, JavaClass type) {
        var below = type.getPackageName().substring(base.length());
        return below.isEmpty() ? ROOT : below.substring(1).split("\\.", 2)[0];
    }

    private static boolean isOurs(JavaClass type) {
        return type.isPrimitive()
                || type.getPackageName().startsWith("java.")
                || type.getPackageName().startsWith("jakarta.")
                || type.getPackageName().startsWith("io.openintake.");
    }
}
