package io.openintake.registry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Databases of their own on the PostgreSQL of the tests. */
final class Databases {
    private Databases() {}

    static void create(String name) throws SQLException {
        Config config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getValue("quarkus.datasource.password", String.class));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    /** The address of the configured server with another database. */
    static String url(String key, String database) {
        String url = ConfigProvider.getConfig().getValue(key, String.class);
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }
}
