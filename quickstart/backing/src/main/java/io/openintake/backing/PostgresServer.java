package io.openintake.backing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real PostgreSQL server over a folder, on the loopback interface, with one database per user of it. */
final class PostgresServer implements AutoCloseable {
    static final String REGISTRY_DATABASE = "openintake";
    static final String CATALOG_DATABASE = "iceberg_catalog";

    private static final String USER = "postgres";
    /** Local connections are trusted, so any password does; clients that insist on one are given this. */
    private static final String PASSWORD = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int MAX_CONNECTIONS = 100;

    private final EmbeddedPostgres server;
    private final Path folder;
    private final Optional<ProcessHandle> process;
    private final Ready.Postgres access;

    private PostgresServer(EmbeddedPostgres server, Path folder, Ready.Postgres access) throws IOException {
        this.server = server;
        this.folder = folder;
        this.process = OrphanedPostgres.serverIn(folder);
        this.access = access;
    }

    static PostgresServer start(DataFolder data, int port) throws IOException, SQLException {
        var folder = data.folder("postgres");
        var madeMark = data.file("postgres.made");
        clearHalfMade(folder, madeMark);
        var access = new Ready.Postgres(Ports.HOST, port, USER, PASSWORD, REGISTRY_DATABASE);
        var server = new PostgresServer(launch(folder, data.log("postgres"), port), folder, access);
        server.create(REGISTRY_DATABASE);
        server.create(CATALOG_DATABASE);
        Files.writeString(madeMark, "");
        return server;
    }

    Ready.Postgres access() {
        return access;
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (process.isPresent()) {
            // where its folder was deleted in the meantime, the usual way of stopping it fails
            OrphanedPostgres.stop(process.get(), folder);
        }
    }

    private static EmbeddedPostgres launch(Path folder, Path log, int port) throws IOException {
        Files.writeString(log, "");
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(
                            Folders.besideTheJars("postgres-binaries").toFile())
                    .setPort(port)
                    .setPGStartupWait(START_LIMIT)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("listen_addresses", Ports.HOST)
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
                    .setServerConfig("shared_buffers", "32MB")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new StartFailure(explain(folder, log), e);
        }
    }

    private static String explain(Path folder, Path log) throws IOException {
        var lines = Files.readAllLines(log);
        var said = String.join(" ", lines);
        if (said.contains("cannot be run as root") || said.contains("cannot be executed by \"root\"")) {
            return "PostgreSQL refuses to run as root, and this machine forbids the user namespace that would help "
                    + "(unshare -U): run as an ordinary user";
        }
        if (said.contains("No space left on device")) {
            return "the disk of PostgreSQL's folder %s is full: free some space, or give another folder with --data"
                    .formatted(folder);
        }
        var last = lines.isEmpty()
                ? List.of("it said nothing")
                : lines.subList(Math.max(0, lines.size() - 3), lines.size());
        return "PostgreSQL does not start in %s (log: %s): %s".formatted(folder, log, last);
    }

    /** A kill while the cluster is made leaves files that PostgreSQL can neither use nor repair, and nobody's data. */
    private static void clearHalfMade(Path folder, Path madeMark) throws IOException {
        if (!Files.exists(madeMark)) {
            Folders.clear(folder);
        }
    }

    private void create(String database) throws SQLException {
        try (var connection = DriverManager.getConnection(access.jdbcUrl(USER), USER, PASSWORD);
                var query = connection.prepareStatement("select 1 from pg_database where datname = ?");
                var statement = connection.createStatement()) {
            query.setString(1, database);
            if (!query.executeQuery().next()) {
                statement.execute("create database " + database);
            }
        }
    }
}
