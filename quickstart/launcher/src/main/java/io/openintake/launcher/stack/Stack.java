package io.openintake.launcher.stack;

import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.Loopback;
import io.openintake.launcher.folder.Port;
import io.openintake.launcher.folder.Ports;
import io.openintake.launcher.folder.RunLock;
import io.openintake.launcher.folder.Secrets;
import io.openintake.launcher.folder.StackFailure;
import io.openintake.launcher.folder.Tls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The whole product over one data folder: starts it, restarts parts of it, stops it in order. */
public final class Stack implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

    private final Installation installation;
    private final DataFolder folder;
    private final RunLock lock;
    private final Children children;
    private final CompletableFuture<String> broken = new CompletableFuture<>();
    private final Map<ServiceName, ServiceProcess> services = new EnumMap<>(ServiceName.class);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private @Nullable BackingProcess backingProcess;
    private @Nullable ServiceSettings settings;
    private @Nullable Endpoints endpoints;
    private boolean closed;

    private Stack(Installation installation, DataFolder folder, RunLock lock) {
        this.installation = installation;
        this.folder = folder;
        this.lock = lock;
        this.children = new Children(folder.children());
    }

    /** Takes the folder for this process; {@link #start} starts the whole. */
    public static Stack over(Path path, Installation installation) throws IOException {
        DataFolder folder = DataFolder.open(path);
        return new Stack(installation, folder, RunLock.take(folder));
    }

    /** Stops processes that outlived a killed launcher; the caller holds the folder's lock. */
    public static void stopLeftovers(DataFolder folder) throws IOException {
        new Children(folder.children()).stopLeftovers();
    }

    /** Starts everything and waits until it is ready. */
    public Endpoints start(Progress progress) throws IOException, InterruptedException {
        children.stopLeftovers();
        Ports ports = Ports.of(folder.ports(), new SecureRandom(), Loopback::isFree);
        ports.requireFree(Loopback::isFree);
        progress.step("starting Kafka, PostgreSQL, S3 and the Iceberg catalog");
        BackingProcess process = launchBacking(ports);
        Secrets.in(folder);
        Tls tls =
                Tls.in(folder.tls(), installation.javaHome(), Clock.systemUTC().instant());
        Backing backing = process.awaitReady();
        progress.step("starting gateway, registry, buffer, flusher and dlq service");
        settings = new ServiceSettings(folder, ports, tls, backing);
        startServices(settings, progress);
        endpoints = new Endpoints(
                ports, "localhost:" + ports.number(Port.GATEWAY), tls.authority(), folder.token(), backing);
        return endpoints;
    }

    /** Where everything is reached; only after {@link #start}. */
    public Endpoints endpoints() {
        if (endpoints == null) {
            throw new IllegalStateException("not started");
        }
        return endpoints;
    }

    /** Whether any process runs. */
    public synchronized boolean isRunning() {
        return backingProcess != null && !closed;
    }

    public DataFolder folder() {
        return folder;
    }

    /** Completes, with a text for the user, when a process ends that should not have. */
    public CompletableFuture<String> broken() {
        return broken;
    }

    /** Ends a service at once, as `kill -9` does. */
    public synchronized void kill(ServiceName service) {
        running(service).kill();
        forget(service);
    }

    /** Stops a service in good order. */
    public synchronized void stop(ServiceName service) {
        running(service).stop();
        forget(service);
    }

    /** Starts a service that was killed or stopped, and waits until it is ready. */
    public void restart(ServiceName service, ServiceLaunch launch) throws IOException, InterruptedException {
        if (settings == null) {
            throw new IllegalStateException("not started");
        }
        launch(service, settings, launch).awaitReady(http);
    }

    /** Stops everything that runs; may be called more than once, and at any time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // the gateway first, so that nothing new is accepted while the others finish what they do
        stopIfRunning(ServiceName.GATEWAY);
        services.values().forEach(service -> service.process().destroy());
        List.copyOf(services.keySet()).forEach(this::stopIfRunning);
        if (backingProcess != null) {
            backingProcess.stop();
            children.remove(BackingProcess.NAME);
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot release the lock of " + folder.path(), e);
        }
    }

    private void stopIfRunning(ServiceName service) {
        ServiceProcess process = services.remove(service);
        if (process != null) {
            process.stop();
            children.remove(service.text());
        }
    }

    private synchronized BackingProcess launchBacking(Ports ports) throws IOException {
        requireOpen();
        BackingProcess process = BackingProcess.launch(installation, folder, ports);
        backingProcess = process;
        children.add(BackingProcess.NAME, process.process());
        watch(BackingProcess.NAME, process.process(), process.log());
        return process;
    }

    private void startServices(ServiceSettings settings, Progress progress) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = new ArrayList<>();
            for (ServiceName service : ServiceName.values()) {
                ServiceProcess process = launch(service, settings, ServiceLaunch.USUAL);
                starts.add(threads.submit(() -> {
                    process.awaitReady(http);
                    progress.detail(service.text() + " is ready");
                    return null;
                }));
            }
            for (Future<?> start : starts) {
                await(start, threads);
            }
        }
    }

    private static void await(Future<?> start, ExecutorService threads) throws InterruptedException {
        try {
            start.get();
        } catch (ExecutionException e) {
            threads.shutdownNow();
            throw e.getCause() instanceof StackFailure failure
                    ? failure
                    : new StackFailure("waiting for the services failed: " + e.getCause(), e);
        }
    }

    private synchronized ServiceProcess launch(ServiceName service, ServiceSettings settings, ServiceLaunch launch)
            throws IOException {
        requireOpen();
        if (services.containsKey(service)) {
            throw new IllegalStateException(service.text() + " runs already");
        }
        Map<String, String> all = settings.of(service);
        all.putAll(launch.settings());
        ServiceProcess process = ServiceProcess.launch(service, installation, folder, all, launch);
        services.put(service, process);
        children.add(service.text(), process.process());
        watch(service.text(), process.process(), process.log());
        return process;
    }

    private void watch(String name, Process process, Path log) {
        Thread.ofVirtual().name("watch-" + name).start(() -> {
            int code = process.onExit().join().exitValue();
            if (isMissed(process)) {
                broken.complete("%s ended unexpectedly with code %d. Its log (%s) ends with:%n%s"
                        .formatted(name, code, log, LogFile.tail(log)));
            }
        });
    }

    private synchronized boolean isMissed(Process process) {
        boolean isBacking = backingProcess != null && backingProcess.process().equals(process);
        boolean isService =
                services.values().stream().anyMatch(service -> service.process().equals(process));
        return !closed && (isBacking || isService);
    }

    private synchronized ServiceProcess running(ServiceName service) {
        ServiceProcess process = services.get(service);
        if (process == null) {
            throw new IllegalStateException(service.text() + " does not run");
        }
        return process;
    }

    private void forget(ServiceName service) {
        services.remove(service);
        children.remove(service.text());
    }

    private void requireOpen() {
        if (closed) {
            throw new StackFailure("stopped while it started");
        }
    }
}
