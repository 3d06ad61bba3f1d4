package io.openintake.backing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the command line asks for; a port of 0 means any free one. */
record BackingOptions(
        Path data,
        Set<Part> parts,
        int kafkaPort,
        int kafkaControllerPort,
        int postgresPort,
        int s3Port,
        int catalogPort,
        CatalogAuth catalogAuth,
        Duration tokenLifetime,
        Faults catalogFaults) {
    static final String USAGE = """
            options: --data DIR [--only kafka,postgres,s3,catalog] [--kafka-port N] [--kafka-controller-port N] \
            [--postgres-port N] [--s3-port N] [--catalog-port N] [--catalog-auth optional|required] \
            [--token-lifetime-seconds N] [--catalog-faults forbidden|allowed]""";

    /** Whether a catalog request without a token is served; one with a bad token never is. */
    enum CatalogAuth {
        OPTIONAL,
        REQUIRED
    }

    /** Whether tests may order the catalog to fail. */
    enum Faults {
        FORBIDDEN,
        ALLOWED
    }

    static BackingOptions parse(List<String> arguments) {
        var parsed = new Parser();
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            var name = rest.removeFirst();
            if (rest.isEmpty()) {
                throw new StartFailure("option " + name + " needs a value; " + USAGE);
            }
            parsed.accept(name, rest.removeFirst());
        }
        return parsed.options();
    }

    private static final class Parser {
        private Path data = Path.of("");
        private Set<Part> parts = EnumSet.allOf(Part.class);
        private int kafkaPort;
        private int kafkaControllerPort;
        private int postgresPort;
        private int s3Port;
        private int catalogPort;
        private CatalogAuth catalogAuth = CatalogAuth.OPTIONAL;
        private Duration tokenLifetime = Duration.ofHours(1);
        private Faults catalogFaults = Faults.FORBIDDEN;

        void accept(String name, String value) {
            switch (name) {
                case "--data" -> data = Path.of(value).toAbsolutePath().normalize();
                case "--only" -> parts = parts(value);
                case "--kafka-port" -> kafkaPort = port(name, value);
                case "--kafka-controller-port" -> kafkaControllerPort = port(name, value);
                case "--postgres-port" -> postgresPort = port(name, value);
                case "--s3-port" -> s3Port = port(name, value);
                case "--catalog-port" -> catalogPort = port(name, value);
                case "--catalog-auth" -> catalogAuth = auth(value);
                case "--token-lifetime-seconds" -> tokenLifetime = Duration.ofSeconds(number(name, value, 86_400));
                case "--catalog-faults" -> catalogFaults = faults(value);
                default -> throw new StartFailure("unknown option " + name + "; " + USAGE);
            }
        }

        BackingOptions options() {
            if (data.toString().isEmpty()) {
                throw new StartFailure("option --data is missing; " + USAGE);
            }
            return new BackingOptions(
                    data,
                    Part.withNeeds(parts),
                    kafkaPort,
                    kafkaControllerPort,
                    postgresPort,
                    s3Port,
                    catalogPort,
                    catalogAuth,
                    tokenLifetime,
                    catalogFaults);
        }

        private static Set<Part> parts(String list) {
            var wanted = EnumSet.noneOf(Part.class);
            for (var name : list.split(",", -1)) {
                wanted.add(Part.named(name).orElseThrow(() -> new StartFailure("unknown part " + name + "; " + USAGE)));
            }
            return wanted;
        }

        private static CatalogAuth auth(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "optional" -> CatalogAuth.OPTIONAL;
                case "required" -> CatalogAuth.REQUIRED;
                default -> throw new StartFailure("unknown --catalog-auth " + value + "; " + USAGE);
            };
        }

        private static Faults faults(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "forbidden" -> Faults.FORBIDDEN;
                case "allowed" -> Faults.ALLOWED;
                default -> throw new StartFailure("unknown --catalog-faults " + value + "; " + USAGE);
            };
        }

        private static int port(String name, String value) {
            return number(name, value, 65_535);
        }

        private static int number(String name, String value, int max) {
            if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > max) {
                throw new StartFailure(
                        "option " + name + " needs a number from 0 to " + max + ", not " + value + "; " + USAGE);
            }
            return Integer.parseInt(value);
        }
    }
}
