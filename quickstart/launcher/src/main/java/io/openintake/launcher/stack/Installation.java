package io.openintake.launcher.stack;

import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.StackFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was built and with which Java it runs.
 *
 * @param root the repository
 */
public record Installation(Path root, Path javaHome) {
    private static final String ROOT = "openintake.root";

    /** From the system property `openintake.root`, else the folder above this one that has the Maven wrapper. */
    public static Installation ofThisProcess() {
        Path root = Path.of(System.getProperty(ROOT, "")).toAbsolutePath().normalize();
        for (Path folder = root; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return new Installation(folder, Path.of(System.getProperty("java.home")));
            }
        }
        throw new StackFailure("%s is not inside an OpenIntake repository. Run ./intake.".formatted(root));
    }

    Path java() {
        return javaHome.resolve("bin").resolve("java");
    }

    Path backingLibraries() {
        return root.resolve("quickstart/backing/target/backing/lib");
    }

    Path runnable(ServiceName service) {
        return root.resolve(service.text()).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
