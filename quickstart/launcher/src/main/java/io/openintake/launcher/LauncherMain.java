package io.openintake.launcher;

import io.openintake.launcher.folder.StackFailure;
import io.openintake.launcher.stack.Installation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The JVM behind `./intake up` and `./intake down`. */
public final class LauncherMain {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USUAL_FOLDER = ".intake";

    private LauncherMain() {}

    /** Exits with 0, 1 for a failure, 2 for a command line that is not understood. */
    public static void main(String[] words) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Instant start =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        var console = new Console(out, Clock.systemUTC(), start);
        System.exit(run(Arguments.parse(List.of(words)), console));
    }

    private static int run(Arguments arguments, Console console) {
        try {
            Installation installation = Installation.ofThisProcess();
            Path usual = installation.root().resolve(USUAL_FOLDER);
            return switch (arguments) {
                case Arguments.Up up -> new UpCommand(installation, console).run(up, usual) ? OK : FAILED;
                case Arguments.Down down -> {
                    new DownCommand(console).run(down.data().orElse(usual), down.keep());
                    yield OK;
                }
                case Arguments.Wrong wrong -> {
                    console.print(wrong.text() + "; see ./intake help");
                    yield MISUSED;
                }
            };
        } catch (StackFailure failure) {
            console.print("\n" + failure.getMessage());
            return FAILED;
        } catch (IOException failure) {
            console.print("\n" + explain(failure));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    static String explain(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("No space left on device")
                ? "The disk of the data folder is full. Free some space, or name another folder with --data."
                : "Reading or writing failed: " + failure;
    }
}
