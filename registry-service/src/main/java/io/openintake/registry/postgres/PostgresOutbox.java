package io.openintake.registry.postgres;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.InternalTopic;
import io.openintake.registry.app.outbox.Outbox;
import io.openintake.registry.app.outbox.OutboxRecord;
import io.openintake.registry.app.outbox.OutboxUnavailable;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The outbox table, over one JDBC connection that holds the advisory lock of the publisher for as long as it lives:
 * what
 * is asked here blocks, on the publisher's own thread, which makes the order of things plain.
 */
@Singleton
final class PostgresOutbox implements Outbox {
    /** Any number will do, as long as every version of this service uses it and nobody else in this database does. */
    private static final long LOCK = 0x6f70_656e_696e_7461L;

    private final DataSource database;

    PostgresOutbox(DataSource database) {
        this.database = database;
    }

    @Override
    public Optional<Lead> tryLead() {
        try {
            Connection connection = database.getConnection();
            if (isLocked(connection)) {
                return Optional.of(new ConnectionLead(connection));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException broken) {
            throw new OutboxUnavailable("could not ask for the outbox lead", broken);
        }
    }

    private static boolean isLocked(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet answer = lock.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    /** Throws like the JDBC calls it is made of. */
    private interface Step<T> {
        T run() throws SQLException;
    }

    private static final class ConnectionLead implements Lead {
        private final Connection connection;
        private boolean listening;

        ConnectionLead(Connection connection) {
            this.connection = connection;
        }

        @Override
        public List<OutboxRecord> unpublished(int limit) {
            return trying("read the outbox", () -> {
                try (PreparedStatement query =
                        connection.prepareStatement("select id, topic, key, version, payload from registry.outbox"
                                + " where published_at is null order by id limit ?")) {
                    query.setInt(1, limit);
                    List<OutboxRecord> records = new ArrayList<>();
                    try (ResultSet rows = query.executeQuery()) {
                        while (rows.next()) {
                            records.add(read(rows));
                        }
                    }
                    return records;
                }
            });
        }

        @Override
        public Optional<Instant> oldestUnpublished() {
            return trying("read the outbox", () -> {
                try (Statement query = connection.createStatement();
                        ResultSet row = query.executeQuery(
                                "select min(created) from registry.outbox where published_at is null")) {
                    return row.next()
                            ? Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant)
                            : Optional.empty();
                }
            });
        }

        @Override
        public void markPublished(List<Long> ids) {
            int marked = trying("mark outbox records " + ids, () -> {
                try (PreparedStatement update = connection.prepareStatement(
                        "update registry.outbox set published_at = clock_timestamp() where id = any (?)")) {
                    update.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
                    return update.executeUpdate();
                }
            });
            if (marked != ids.size()) {
                throw new IllegalStateException("marked " + marked + " outbox records of " + ids);
            }
        }

        @Override
        public void prune(Duration age, int limit) {
            trying("prune the outbox", () -> {
                try (PreparedStatement delete = connection.prepareStatement(
                        "delete from registry.outbox where id in (select id from registry.outbox"
                                + " where published_at < clock_timestamp() - make_interval(secs => ?)"
                                + " order by published_at limit ?)")) {
                    delete.setDouble(1, (double) age.toSeconds());
                    delete.setInt(2, limit);
                    return delete.executeUpdate();
                }
            });
        }

        @Override
        public void awaitNews(Duration atMost) {
            trying("wait for the outbox", () -> {
                if (!listening) {
                    try (Statement listen = connection.createStatement()) {
                        listen.execute("listen registry_outbox");
                    }
                    listening = true;
                    return 0;
                }
                var news = connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(atMost.toMillis()));
                return news == null ? 0 : news.length;
            });
        }

        /** A connection that cannot be unlocked is cut, which unlocks it as well. */
        @Override
        public void close() {
            try (connection;
                    Statement release = connection.createStatement()) {
                release.execute("unlisten *");
                release.execute("select pg_advisory_unlock_all()");
            } catch (SQLException broken) {
                abort();
            }
        }

        private void abort() {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException unabortable) {
                throw new OutboxUnavailable("could not cut the connection that holds the outbox lead", unabortable);
            }
        }

        private static OutboxRecord read(ResultSet row) throws SQLException {
            String topicName = row.getString("topic");
            InternalTopic topic = Arrays.stream(InternalTopic.values())
                    .filter(known -> known.topicName().equals(topicName))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("outbox names the unknown topic " + topicName));
            return new OutboxRecord(
                    row.getLong("id"),
                    topic,
                    row.getString("key"),
                    row.getLong("version"),
                    Optional.ofNullable(row.getBytes("payload")).map(Bytes::of));
        }

        private static <T> T trying(String what, Step<T> step) {
            try {
                return step.run();
            } catch (SQLException broken) {
                throw new OutboxUnavailable("could not " + what, broken);
            }
        }
    }
}
