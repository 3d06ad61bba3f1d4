package io.openintake.backing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the embedded infrastructure until its standard input ends, which it does when the parent process is gone. */
public final class BackingMain {
    private static final Logger LOG = LoggerFactory.getLogger(BackingMain.class);
    private static final int FAILED = 1;

    private BackingMain() {}

    /** Prints one line, {@code READY <json>} or {@code FAILED <reason>}, to standard output. */
    public static void main(String[] arguments) {
        // the parent reads this stream line by line: no library may write to it
        var parent = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        try {
            run(List.of(arguments), parent);
        } catch (StartFailure e) {
            LOG.error("backing not started", e);
            fail(parent, String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError e) {
            LOG.error("backing not started", e);
            fail(parent, explain(e));
        }
    }

    private static void run(List<String> arguments, PrintStream parent) throws Exception {
        var options = BackingOptions.parse(arguments);
        var data = DataFolder.open(options.data());
        var backing = new Backing(options, data);
        Runtime.getRuntime().addShutdownHook(new Thread(backing::close, "backing-stop"));
        Exit.setExitProcedure((code, message) -> {
            parent.println("FAILED Kafka ended itself (code %d): see the log".formatted(code));
            Runtime.getRuntime().halt(FAILED);
        });
        parent.println(backing.start().line());
        awaitEndOfInput();
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        var ignored = new byte[256];
        while (System.in.read(ignored) >= 0) {
            // whatever the parent says is not for us
        }
    }

    private static String explain(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root).contains("No space left on device")
                ? "the disk of the data folder is full: free some space, or give another folder with --data"
                : "cannot start: " + failure + (failure.getCause() == null ? "" : ", because of " + root);
    }

    private static void fail(PrintStream parent, String reason) {
        parent.println("FAILED " + reason.replaceAll("\\s+", " "));
        System.exit(FAILED);
    }
}
