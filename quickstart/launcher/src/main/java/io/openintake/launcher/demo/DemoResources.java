package io.openintake.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.launcher.folder.Secrets;
import io.openintake.launcher.folder.StackFailure;
import io.openintake.launcher.stack.Backing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the demo's runner, intake and users through the management API, or finds those of an earlier start. */
final class DemoResources {
    static final String NAMESPACE = "demo";
    static final String TABLE = "web_requests";

    private static final String RUNNER_NAME = "demo runner";
    private static final String INTAKE_NAME = "web requests";
    /** 24 h of it are far more than anyone tries out on a laptop, and 16,000 at once are not held: 19 GiB/h. */
    private static final int MESSAGES_PER_HOUR = 200_000;

    private static final int MESSAGE_KIB = 100;
    private static final int FLUSH_SECONDS = 5;
    private static final Duration ACTIVE_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PAGE = 100;

    private final ManagementApi api;
    private final Path file;
    private DemoState state;

    DemoResources(ManagementApi api, Path file, DemoState state) {
        this.api = api;
        this.file = file;
        this.state = state;
    }

    static DemoState fresh() {
        return new DemoState(
                UUID.randomUUID().toString(),
                null,
                null,
                new DemoState.User(null, password()),
                new DemoState.User(null, password()),
                0,
                DemoState.Sending.DONE);
    }

    DemoState state() {
        return state;
    }

    /** Makes what is missing and waits until the intake takes messages. */
    Demo make(Backing.Catalog catalog) throws IOException, InterruptedException {
        String runner = runner();
        IntakeId intake = IntakeId.parse(intake(runner, catalog));
        UserId producer = user(intake, UserType.INTAKE);
        UserId reader = user(intake, UserType.DEAD_LETTER);
        awaitActive(intake);
        return new Demo(
                state.project(),
                intake,
                new Demo.Login(producer.userName(), state.producer().password()),
                new Demo.Login(reader.userName(), state.deadLetterReader().password()));
    }

    void keep(DemoState next) throws IOException {
        state = next;
        state.save(file);
    }

    private String runner() throws IOException, InterruptedException {
        Optional<String> known = known("/intake-runners", "intakeRunners", state.runner(), RUNNER_NAME);
        if (known.isEmpty()) {
            ObjectNode body = named(RUNNER_NAME)
                    .put("maxMessageSizeKiB", MESSAGE_KIB)
                    .put("maxMessagesPerHour", MESSAGES_PER_HOUR);
            known = Optional.of(id(api.create("/intake-runners", body)));
        }
        keep(state.withRunner(known.get()));
        return known.get();
    }

    private String intake(String runner, Backing.Catalog catalog) throws IOException, InterruptedException {
        Optional<String> known = known("/intakes", "intakes", state.intake(), INTAKE_NAME);
        if (known.isEmpty()) {
            ObjectNode body =
                    named(INTAKE_NAME).put("intakeRunnerId", runner).put("flushIntervalSeconds", FLUSH_SECONDS);
            ObjectNode table = body.putObject("catalog")
                    .put("uri", catalog.uri())
                    .put("warehouse", catalog.warehouse())
                    .put("namespace", NAMESPACE)
                    .put("tableName", TABLE)
                    .put("partitioning", "intake-time");
            table.putObject("auth")
                    .put("type", "dremio")
                    .putObject("dremio")
                    .put("tokenEndpoint", catalog.tokenEndpoint())
                    .put("personalAccessToken", catalog.personalAccessToken());
            known = Optional.of(id(api.create("/intakes", body)));
        }
        keep(state.withIntake(known.get()));
        return known.get();
    }

    private UserId user(IntakeId intake, UserType type) throws IOException, InterruptedException {
        DemoState.User wanted = user(type);
        String path = "/intakes/" + intake + "/users";
        Optional<String> known = known(path, "intakeUsers", wanted.id(), name(type));
        ObjectNode body = named(name(type)).put("password", wanted.password());
        if (known.isEmpty()) {
            known = Optional.of(id(api.create(path, body.put("type", type.text()))));
        } else if (wanted.id() == null) {
            // made by a start that was killed before it could write the id down
            api.update(path + "/" + known.get(), body);
        }
        DemoState.User made = wanted.withId(known.get());
        keep(type == UserType.INTAKE ? state.withProducer(made) : state.withDeadLetterReader(made));
        return UserId.parse(known.get());
    }

    private DemoState.User user(UserType type) {
        return switch (type) {
            case INTAKE -> state.producer();
            case DEAD_LETTER -> state.deadLetterReader();
        };
    }

    private static String name(UserType type) {
        return switch (type) {
            case INTAKE -> "demo producer";
            case DEAD_LETTER -> "demo dead letter reader";
        };
    }

    private Optional<String> known(String path, String list, @Nullable String id, String name)
            throws IOException, InterruptedException {
        if (id != null && api.find(path + "/" + id).isPresent()) {
            return Optional.of(id);
        }
        for (JsonNode resource : api.get(path + "?pageSize=" + PAGE).path(list)) {
            if (resource.path("displayName").asText().equals(name)) {
                return Optional.of(id(resource));
            }
        }
        return Optional.empty();
    }

    private void awaitActive(IntakeId intake) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ACTIVE_LIMIT.toNanos();
        JsonNode answer = api.get("/intakes/" + intake);
        while (!answer.path("state").asText().equals("active")) {
            if (answer.path("state").asText().equals("failed") || System.nanoTime() > deadline) {
                throw new StackFailure("The demo intake did not become active: " + answer);
            }
            Thread.sleep(POLL);
            answer = api.get("/intakes/" + intake);
        }
    }

    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("displayName", name);
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asText();
    }

    /** The API asks for a lower and an upper case letter, a digit and another character. */
    private static String password() {
        return "aA1-" + Secrets.random();
    }
}
