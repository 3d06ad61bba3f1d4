package io.openintake.launcher.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one service is started differently from the usual, for tests.
 *
 * @param settings override those of the quickstart
 * @param jvmOptions after the usual ones
 * @param classPath entries before the service's own, for the system class loader
 */
public record ServiceLaunch(Map<String, String> settings, List<String> jvmOptions, List<Path> classPath) {
    /** Exactly as shipped. */
    public static final ServiceLaunch USUAL = new ServiceLaunch(Map.of(), List.of(), List.of());

    public ServiceLaunch {
        settings = Map.copyOf(settings);
        jvmOptions = List.copyOf(jvmOptions);
        classPath = List.copyOf(classPath);
    }
}
