package io.openintake.registry;

import java.util.function.Consumer;

/** Points at which a test can make this service crash or stall; without the system property they do nothing. */
final class Failpoints {
    private static final String PROPERTY = "openintake.failpoints";

    private Failpoints() {}

    /** The class that the system property names, from the system class loader. */
    static Consumer<String> load() {
        String name = System.getProperty(PROPERTY, "");
        if (name.isEmpty()) {
            return point -> {};
        }
        try {
            Object hook = Class.forName(name, true, ClassLoader.getSystemClassLoader())
                    .getConstructor()
                    .newInstance();
            Consumer<?> consumer = (Consumer<?>) hook;
            return point -> tell(consumer, point);
        } catch (ReflectiveOperationException | ClassCastException unusable) {
            throw new IllegalStateException("system property " + PROPERTY + " names an unusable class", unusable);
        }
    }

    @SuppressWarnings("unchecked")
    private static void tell(Consumer<?> hook, String point) {
        ((Consumer<String>) hook).accept(point);
    }
}
