package io.openintake.systemtests.matrix;

import io.openintake.systemtests.ForeignClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A client that nobody here wrote, at the version that {@code clients/install} brings, and how its driver is run. */
enum Client {
    JAVA_2_1("kafka-clients 2.1.1", "java", "java/Driver.java", Idempotence.OFFERED),
    JAVA_2_8("kafka-clients 2.8.2", "java", "java/Driver.java", Idempotence.OFFERED),
    JAVA_3_9("kafka-clients 3.9.2", "java", "java/Driver.java", Idempotence.OFFERED),
    JAVA_4_4("kafka-clients 4.4.0", "java", "java/Driver.java", Idempotence.OFFERED),
    KCAT("kcat 1.7.1 (librdkafka 2.0.2)", "bash", "drive_kcat", Idempotence.OFFERED),
    CONFLUENT("confluent-kafka 2.16.1 (librdkafka)", "python", "drive_confluent.py", Idempotence.OFFERED),
    KAFKA_PYTHON_2("kafka-python 2.0.2", "python", "drive_kafka_python.py", Idempotence.MISSING),
    KAFKA_PYTHON_3("kafka-python 3.0.12", "python", "drive_kafka_python.py", Idempotence.OFFERED),
    KAFKAJS("kafkajs 2.2.4", "js", "drive_kafkajs.mjs", Idempotence.OFFERED),
    FRANZ_GO("franz-go 1.22.2", "go", "go/franz.go", Idempotence.OFFERED),
    SARAMA("sarama 1.61.1", "go", "go/sarama.go", Idempotence.OFFERED),
    KAFKA_GO("kafka-go 0.4.51", "go", "go/kafkago.go", Idempotence.MISSING);

    /** Whether the client has an idempotent producer. */
    enum Idempotence {
        OFFERED,
        MISSING
    }

    private final String title;
    private final String language;
    private final String source;
    private final Idempotence idempotence;

    Client(String title, String language, String source, Idempotence idempotence) {
        this.title = title;
        this.language = language;
        this.source = source;
        this.idempotence = idempotence;
    }

    /** Name and version. */
    String title() {
        return title;
    }

    String language() {
        return language;
    }

    /** The driver's source, below {@code system-tests/clients}. */
    String source() {
        return source;
    }

    boolean isIdempotent() {
        return idempotence == Idempotence.OFFERED;
    }

    /** The name without the version. */
    String product() {
        return title.substring(0, title.indexOf(' '));
    }

    /** Java clients before 2.7 do not read PEM. */
    boolean needsTrustStore() {
        return this == JAVA_2_1;
    }

    /** The command that runs the driver, without its verb. */
    List<String> command() {
        return switch (this) {
            case JAVA_2_1 -> java("2.1.1", olderJava());
            case JAVA_2_8 -> java("2.8.2", olderJava());
            case JAVA_3_9 -> java("3.9.2", Path.of(System.getProperty("java.home")));
            case JAVA_4_4 -> java("4.4.0", Path.of(System.getProperty("java.home")));
            case KCAT -> {
                ForeignClients.require("kcat", ForeignClients.isOnPath("kcat"));
                yield List.of(ForeignClients.script(source));
            }
            case CONFLUENT, KAFKA_PYTHON_3 -> python("3");
            case KAFKA_PYTHON_2 -> python("2");
            case KAFKAJS -> {
                installed("node/node_modules/kafkajs");
                yield List.of("node", ForeignClients.script(source));
            }
            case FRANZ_GO, SARAMA, KAFKA_GO -> List.of(installed("go/clients").toString(), product());
        };
    }

    private List<String> python(String environment) {
        return List.of(installed("python-" + environment + "/bin/python").toString(), ForeignClients.script(source));
    }

    /** Clients before 3.9.1 cannot log in on Java 24 and newer (KAFKA-17078). */
    private Path olderJava() {
        return installed("java/older-jvm");
    }

    private List<String> java(String version, Path home) {
        String classPath = installed("java/" + version) + "/*:" + installed("java/driver");
        return List.of(
                home.resolve("bin/java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "Driver");
    }

    private Path installed(String what) {
        Path path = ForeignClients.cache().resolve(what);
        ForeignClients.require(title, Files.exists(path));
        return path;
    }
}
