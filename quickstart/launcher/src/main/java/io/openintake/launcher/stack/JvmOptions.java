package io.openintake.launcher.stack;

import io.openintake.contracts.ServiceName;
import java.util.ArrayList;
import java.util.List;

/** The options of the Java machine that a service is shipped with; what is measured runs with the same. */
public final class JvmOptions {
    private JvmOptions() {}

    /** Before the class path. */
    public static List<String> of(ServiceName service) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
        // the quick compiler starts sooner, but is no match for TLS
        if (service != ServiceName.GATEWAY) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return List.copyOf(options);
    }
}
