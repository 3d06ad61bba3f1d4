package io.openintake.registry;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.ServiceProcess;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A registry that dies in the middle of publishing tells everything all the same, once it or another one is there. */
@QuarkusTest
final class RestartIT {
    private final Neighbours neighbours = new Neighbours();

    @AfterEach
    void close() {
        neighbours.close();
    }

    @Test
    void tellsWhatWasStoredBeforeACrashBetweenSendingAndMarking() throws Exception {
        Set<String> made = new HashSet<>();
        String database = "restart_" + UUID.randomUUID().toString().replace('-', '_');
        Databases.create(database);
        try (ServiceProcess first = order(database).failAt("r.published:3:halt").launch()) {
            first.awaitReady();
            while (first.isAlive()) {
                create(first).ifPresent(made::add);
            }
            assertEquals(137, first.awaitExit(Duration.ofSeconds(30)));
        }
        try (ServiceProcess second = order(database).start()) {
            Eventually.holds("everything is told", () -> told(made).equals(made));
            made.forEach(id -> assertEquals(
                    200,
                    given().header("Authorization", "Bearer " + Api.token(Api.EVERYTHING))
                            .get(second.http(PATH + "/" + id).toString())
                            .statusCode()));
        }
    }

    private static final String PATH =
            "/v1beta/projects/" + UUID.randomUUID() + "/regions/" + Api.REGION + "/intake-runners";

    private static java.util.Optional<String> create(ServiceProcess service) {
        try {
            var response = given().header("Authorization", "Bearer " + Api.token(Api.EVERYTHING))
                    .contentType("application/json")
                    .body(Map.of("displayName", "r", "maxMessageSizeKiB", 1, "maxMessagesPerHour", 1))
                    .post(service.http(PATH).toString());
            return response.statusCode() == 201
                    ? java.util.Optional.of(response.path("id"))
                    : java.util.Optional.empty();
        } catch (Exception gone) {
            return java.util.Optional.empty();
        }
    }

    private Set<String> told(Set<String> of) {
        Set<String> told = new HashSet<>();
        neighbours.all(InternalTopic.REGISTRY_EVENTS).stream()
                .filter(found -> of.contains(found.key()))
                .filter(found -> EnvelopeJson.read(found.value()).event().version() == 1)
                .forEach(found -> told.add(found.key()));
        return told;
    }

    private static ServiceProcess.Order order(String database) {
        Config config = ConfigProvider.getConfig();
        ServiceProcess.Order order = ServiceProcess.of("registry-service")
                .property("quarkus.datasource.jdbc.url", Databases.url("quarkus.datasource.jdbc.url", database))
                .property("quarkus.datasource.reactive.url", Databases.url("quarkus.datasource.reactive.url", database))
                .property(
                        "intake.tokens.file",
                        Path.of("src/test/resources/tokens.json")
                                .toAbsolutePath()
                                .toString())
                .property("intake.bus.replication-factor", "1");
        for (String key :
                List.of("kafka.bootstrap.servers", "quarkus.datasource.username", "quarkus.datasource.password")) {
            order.property(key, config.getValue(key, String.class));
        }
        return order;
    }
}
