package io.openintake.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.launcher.demo.Demo;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.Ports;
import io.openintake.launcher.stack.Backing;
import io.openintake.launcher.stack.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnippetsTest {
    private static final IntakeId INTAKE = new IntakeId(UUID.fromString("00000000-0000-4000-8000-000000000001"));

    @TempDir
    private Path temporary;

    private String text = "";

    @BeforeEach
    void render() throws IOException {
        var backing = new Backing(
                "127.0.0.1:1",
                new Backing.Postgres("127.0.0.1", 2, "postgres", "postgres", "openintake"),
                new Backing.Storage("http://127.0.0.1:3", "access", "secret", "bucket", "eu-x"),
                new Backing.Catalog("http://127.0.0.1:4", "s3://bucket/warehouse", "http://127.0.0.1:4/t", "pat"));
        Ports ports = Ports.of(temporary.resolve("ports.json"), new SplittableRandom(1), port -> true);
        var endpoints =
                new Endpoints(ports, "localhost:5", Path.of("/data/tls/ca.pem"), Path.of("/data/token"), backing);
        var demo = new Demo(
                "project",
                INTAKE,
                new Demo.Login("intake-user-1", "password-of-producer"),
                new Demo.Login("intake-user-2", "password-of-reader"));
        text = new Snippets(endpoints, demo, "http://127.0.0.1:6/v1beta/projects/p", new DataFolder(Path.of("/data")))
                .text();
    }

    @Test
    void namesEveryAddressThatAClientNeeds() {
        for (String part : List.of(
                "API=http://127.0.0.1:6/v1beta/projects/p",
                "TOKEN=$(cat '/data/token')",
                "localhost:5",
                "/data/tls/ca.pem",
                "kcat -F '/data/demo/producer.conf' -P -t " + INTAKE.topic(),
                INTAKE.deadLetterTopic(),
                "/data/demo/producer.properties",
                "ATTACH 's3://bucket/warehouse' AS lake (TYPE iceberg, ENDPOINT 'http://127.0.0.1:4'",
                "uri=\"http://127.0.0.1:4\"",
                "lake.demo.web_requests")) {
            assertTrue(text.contains(part), () -> part + " is missing in:\n" + text);
        }
    }

    @Test
    void showsNoPassword() {
        assertFalse(text.contains("password-of"), text);
    }
}
