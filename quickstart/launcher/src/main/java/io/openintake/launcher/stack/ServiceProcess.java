package io.openintake.launcher.stack;

import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.PrivateFile;
import io.openintake.launcher.folder.StackFailure;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One service, run as it is shipped, in a process of its own. */
final class ServiceProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(150);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(150);
    private static final int OK = 200;
    private static final String MAIN_CLASS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private final ServiceName service;
    private final Process process;
    private final Path log;
    private final URI readiness;

    private ServiceProcess(ServiceName service, Process process, Path log, URI readiness) {
        this.service = service;
        this.process = process;
        this.log = log;
        this.readiness = readiness;
    }

    static ServiceProcess launch(
            ServiceName service,
            Installation installation,
            DataFolder folder,
            Map<String, String> settings,
            ServiceLaunch launch)
            throws IOException {
        Path jar = installation.runnable(service);
        if (!Files.exists(jar)) {
            throw new StackFailure("%s is missing: run `./intake up`, which builds it.".formatted(jar));
        }
        // Quarkus reads this file of its working directory; secrets in it stay off the command line
        Path home = folder.home(service);
        PrivateFile.createFolder(home.resolve("config"));
        PrivateFile.write(home.resolve("config/application.properties"), properties(settings));
        Path log = folder.log(service);
        Process process = new ProcessBuilder(command(installation, service, launch))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        var readiness = URI.create("http://%s:%s/q/health/ready"
                .formatted(settings.get("quarkus.http.host"), settings.get("quarkus.http.port")));
        return new ServiceProcess(service, process, log, readiness);
    }

    Process process() {
        return process;
    }

    Path log() {
        return log;
    }

    /** Waits until the service says that it can work. */
    void awaitReady(HttpClient http) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady(http)) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StackFailure("%s ended with code %d while it started. Its log (%s) ends with:%n%s"
                        .formatted(service.text(), process.exitValue(), log, LogFile.tail(log)));
            }
            if (System.nanoTime() > deadline) {
                throw new StackFailure("%s was not ready after %d s. Its log (%s) ends with:%n%s"
                        .formatted(service.text(), START_LIMIT.toSeconds(), log, LogFile.tail(log)));
            }
        }
    }

    void stop() {
        Termination.stop(process, STOP_LIMIT);
    }

    void kill() {
        Termination.stop(process.destroyForcibly(), STOP_LIMIT);
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static List<String> command(Installation installation, ServiceName service, ServiceLaunch launch) {
        Path jar = installation.runnable(service);
        List<String> command = new ArrayList<>(List.of(installation.java().toString()));
        command.addAll(JvmOptions.of(service));
        command.addAll(launch.jvmOptions());
        if (launch.classPath().isEmpty()) {
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            String classPath = Stream.concat(launch.classPath().stream(), Stream.of(jar))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            command.addAll(List.of("-cp", classPath, MAIN_CLASS));
        }
        return command;
    }

    private static String properties(Map<String, String> settings) throws IOException {
        var properties = new Properties();
        properties.putAll(settings);
        var text = new StringWriter();
        properties.store(text, "Written at every start: change the launcher, not this file.");
        return text.toString();
    }
}
