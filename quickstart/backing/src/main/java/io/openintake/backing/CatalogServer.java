package io.openintake.backing;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An Iceberg REST catalog over PostgreSQL and S3, for development and tests. */
final class CatalogServer implements AutoCloseable {
    private static final String WAREHOUSE = "s3://%s/warehouse".formatted(S3Server.BUCKET);
    private static final int THREADS = 16;
    private static final int DATABASE_CONNECTIONS = 4;

    private final Server server;
    private final JdbcCatalog catalog;
    private final Ready.Catalog access;

    private CatalogServer(Server server, JdbcCatalog catalog, Ready.Catalog access) {
        this.server = server;
        this.catalog = catalog;
        this.access = access;
    }

    static CatalogServer start(
            BackingOptions options, int port, Ready.Postgres postgres, Ready.S3 s3, Credentials credentials)
            throws Exception {
        var uri = "http://%s:%d".formatted(Ports.HOST, port);
        var access = new Ready.Catalog(uri, WAREHOUSE, uri + TokenFilter.TOKEN_PATH, credentials.personalAccessToken());
        var tokens = new AccessTokens(credentials.tokenKey(), options.tokenLifetime(), Clock.systemUTC());
        var catalog = open(postgres, s3);
        var server = new Server(new QueuedThreadPool(THREADS));
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost(Ports.HOST);
        connector.setPort(port);
        server.addConnector(connector);
        var handler = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        handler.setContextPath("/");
        if (options.catalogFaults() == BackingOptions.Faults.ALLOWED) {
            addFilter(handler, new FaultFilter());
        }
        addFilter(handler, new TokenFilter(tokens, credentials.personalAccessToken(), options.catalogAuth()));
        var adapter = new StorageNamingCatalog(catalog, storage(s3));
        handler.addServlet(new ServletHolder(new RESTCatalogServlet(adapter)), "/*");
        server.setHandler(handler);
        server.start();
        return new CatalogServer(server, catalog, access);
    }

    Ready.Catalog access() {
        return access;
    }

    @Override
    public void close() throws Exception {
        server.stop();
        catalog.close();
    }

    private static JdbcCatalog open(Ready.Postgres postgres, Ready.S3 s3) {
        var properties = storage(s3);
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("http-client.type", "urlconnection");
        properties.put("uri", postgres.jdbcUrl(PostgresServer.CATALOG_DATABASE));
        properties.put("jdbc.user", postgres.user());
        properties.put("jdbc.password", postgres.password());
        properties.put("jdbc.schema-version", "V1");
        properties.put("clients", Integer.toString(DATABASE_CONNECTIONS));
        properties.put("warehouse", WAREHOUSE);
        var catalog = new JdbcCatalog();
        catalog.initialize("backing", properties);
        return catalog;
    }

    private static void addFilter(ServletContextHandler handler, Filter filter) {
        handler.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    private static Map<String, String> storage(Ready.S3 s3) {
        // a mutable kind of map: Iceberg asks it for the key null, which Map.of() forbids
        return new HashMap<>(Map.of(
                "s3.endpoint",
                s3.endpoint(),
                "s3.access-key-id",
                s3.accessKey(),
                "s3.secret-access-key",
                s3.secretKey(),
                "s3.path-style-access",
                "true",
                "client.region",
                s3.region()));
    }
}
