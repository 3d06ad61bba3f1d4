package io.openintake.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.stack.Endpoints;
import io.openintake.launcher.stack.Installation;
import io.openintake.launcher.stack.Progress;
import io.openintake.launcher.stack.ServiceLaunch;
import io.openintake.launcher.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The whole product as shipped, one process per service, over a folder of its own; shared by the tests of this JVM. */
public final class Rig {
    private static Rig shared;

    private volatile Stack stack;
    private volatile Endpoints endpoints;

    private Rig(Stack stack, Endpoints endpoints) {
        this.stack = stack;
        this.endpoints = endpoints;
    }

    public static synchronized Rig shared() throws IOException, InterruptedException {
        if (shared == null) {
            Path folder = Files.createTempDirectory("openintake-system");
            Stack stack = Stack.over(folder, Installation.ofThisProcess());
            Rig rig = new Rig(stack, stack.start(new Silence()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(rig.stack)));
            shared = rig;
        }
        return shared;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Where everything of this installation lies. */
    public DataFolder folder() {
        return stack.folder();
    }

    String token() throws IOException {
        return Files.readString(endpoints.token()).strip();
    }

    public void kill(ServiceName service) {
        stack.kill(service);
    }

    public void stop(ServiceName service) {
        stack.stop(service);
    }

    public void restart(ServiceName service) throws IOException, InterruptedException {
        stack.restart(service, ServiceLaunch.USUAL);
    }

    /** Ends every process at the same moment, as a power cut would, and starts all of it again on what is on disk. */
    public void crash() throws IOException, InterruptedException {
        DataFolder folder = stack.folder();
        for (JsonNode child : new ObjectMapper().readTree(Files.readString(folder.children()))) {
            long pid = Long.parseLong(child.asText().split("\\D+", 2)[0]);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        stack.close();
        stack = Stack.over(folder.path(), Installation.ofThisProcess());
        endpoints = stack.start(new Silence());
    }

    /** Starts the flusher so that it dies by itself at the n-th time it comes to this point. */
    public void restartFlusherThatHaltsAt(String point, int n) throws IOException, InterruptedException {
        Path testkit = Installation.ofThisProcess().root().resolve("testkit/target/classes");
        stack.restart(
                ServiceName.FLUSHER,
                new ServiceLaunch(
                        Map.of(),
                        List.of(
                                "-Dopenintake.failpoints=io.openintake.testkit.HaltAt",
                                "-Dopenintake.fail=" + point + ":" + n + ":halt"),
                        List.of(testkit)));
    }

    public boolean isAlive(ServiceName service) throws IOException {
        try (var socket = new java.net.Socket()) {
            var address = endpoints.http(service);
            socket.connect(new java.net.InetSocketAddress(address.getHost(), address.getPort()), 1_000);
            return true;
        } catch (java.net.ConnectException refused) {
            return false;
        }
    }

    private static void end(Stack stack) {
        stack.close();
        try {
            stack.folder().delete();
        } catch (IOException e) {
            System.err.println("left behind: " + stack.folder().path() + ": " + e.getMessage());
        }
    }

    private static final class Silence implements Progress {
        @Override
        public void step(String what) {}

        @Override
        public void detail(String what) {}
    }
}
