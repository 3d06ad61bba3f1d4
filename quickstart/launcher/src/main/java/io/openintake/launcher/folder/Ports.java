package io.openintake.launcher.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** The port of each listener: chosen once, then kept, so that addresses that were handed out stay right. */
public final class Ports {
    /** Below the range that systems give to outgoing connections, where a port would not stay free. */
    private static final int FIRST = 20_000;

    private static final int LAST = 29_999;
    private static final int MAX_TRIES = 2_000;
    private static final int HIGHEST = 65_535;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Map<Port, Integer> numbers;

    private Ports(Path file, Map<Port, Integer> numbers) {
        this.file = file;
        this.numbers = numbers;
    }

    /** The kept ports; those that are not kept yet are chosen among the free ones, and kept. */
    public static Ports of(Path file, RandomGenerator random, IntPredicate isFree) throws IOException {
        Map<Port, Integer> numbers = Files.exists(file) ? read(file) : new EnumMap<>(Port.class);
        if (numbers.size() < Port.values().length) {
            choose(numbers, random, isFree);
            PrivateFile.write(file, json(numbers));
        }
        return new Ports(file, numbers);
    }

    /** The number of a listener's port. */
    public int number(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            throw new IllegalStateException("no port for " + port);
        }
        return number;
    }

    /**
     * Fails, saying what can be done, when another program took one of the kept ports. That of PostgreSQL is left to
     * the backing: after a kill of everything an orphan of our own may hold it, which the backing ends first.
     */
    public void requireFree(IntPredicate isFree) {
        for (Port port : Port.values()) {
            if (port != Port.POSTGRES && !isFree.test(number(port))) {
                throw new StackFailure(taken(port));
            }
        }
    }

    private String taken(Port port) {
        String remedy = port.isKnownOutside() ? """
                Clients and intakes know this address; to begin anew with other ports and no data: \
                `./intake down --clean`. (The ports are kept in %s.)""" : """
                Or write a free port for "%2$s" into %1$s; without that line the next start chooses one.""";
        return "Port %d (%s) is taken by another program. Stop that program and run again. "
                        .formatted(number(port), port.text())
                + remedy.formatted(file, port.text());
    }

    private static Map<Port, Integer> read(Path file) throws IOException {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        JsonNode kept;
        try {
            kept = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException malformed) {
            throw new StackFailure(
                    "%s is not JSON: delete it, and the next start chooses new ports.".formatted(file), malformed);
        }
        for (Port port : Port.values()) {
            JsonNode number = kept.path(port.text());
            if (number.isMissingNode()) {
                continue;
            }
            if (!number.isInt() || number.intValue() < 1 || number.intValue() > HIGHEST) {
                throw new StackFailure(
                        "\"%s\" in %s must be a port from 1 to %d.".formatted(port.text(), file, HIGHEST));
            }
            numbers.put(port, number.intValue());
        }
        return numbers;
    }

    private static void choose(Map<Port, Integer> numbers, RandomGenerator random, IntPredicate isFree) {
        Set<Integer> used = new HashSet<>(numbers.values());
        int tries = 0;
        for (Port port : Port.values()) {
            while (!numbers.containsKey(port)) {
                if (tries++ == MAX_TRIES) {
                    throw new StackFailure("No free port was found from %d to %d on 127.0.0.1.".formatted(FIRST, LAST));
                }
                int candidate = random.nextInt(FIRST, LAST + 1);
                if (!used.contains(candidate) && isFree.test(candidate)) {
                    numbers.put(port, candidate);
                    used.add(candidate);
                }
            }
        }
    }

    private static String json(Map<Port, Integer> numbers) throws JsonProcessingException {
        ObjectNode object = JSON.createObjectNode();
        numbers.forEach((port, number) -> object.put(port.text(), number));
        return JSON.writeValueAsString(object) + "\n";
    }
}
