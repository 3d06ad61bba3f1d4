package io.openintake.backing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
        Faults catalogFaults,
        Kafka kafka) {
    static final String USAGE = """
            options: --data DIR [--only kafka,postgres,s3,catalog] [--kafka-port N] [--kafka-controller-port N] \
            [--postgres-port N] [--s3-port N] [--catalog-port N] [--catalog-auth optional|required] \
            [--token-lifetime-seconds N] [--catalog-faults forbidden|allowed] [--kafka-join NODE@CLUSTER@HOST:PORT] \
            [--kafka-setting KEY=VALUE]...""";

    /** Which node of which cluster the broker is, and what it has set differently. */
    record Kafka(Optional<Join> join, Map<String, String> settings) {}

    /** A further broker, without a controller of its own. */
    record Join(int node, String cluster, String controller) {
        private static final Pattern FORM = Pattern.compile("([2-9])@([^@]+)@([^@]+:[0-9]+)");

        static Join parse(String text) {
            var parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new StartFailure("option --kafka-join needs NODE@CLUSTER@HOST:PORT, not " + text + "; " + USAGE);
            }
            return new Join(Integer.parseInt(parts.group(1)), parts.group(2), parts.group(3));
        }
    }

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
        private Optional<Join> kafkaJoin = Optional.empty();
        private final Map<String, String> kafkaSettings = new LinkedHashMap<>();

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
                case "--kafka-join" -> kafkaJoin = Optional.of(Join.parse(value));
                case "--kafka-setting" -> kafkaSetting(value);
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
                    catalogFaults,
                    new Kafka(kafkaJoin, Map.copyOf(kafkaSettings)));
        }

        private void kafkaSetting(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new StartFailure("option --kafka-setting needs KEY=VALUE, not " + text + "; " + USAGE);
            }
            kafkaSettings.put(text.substring(0, equals), text.substring(equals + 1));
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
