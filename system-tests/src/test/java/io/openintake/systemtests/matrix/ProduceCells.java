package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.systemtests.Tenant;
import io.openintake.systemtests.matrix.BrokerLog.Batch;
import io.openintake.systemtests.matrix.Trial.Idempotence;
import io.openintake.systemtests.matrix.Trial.Load;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Logging in and producing, rightly and wrongly. Each cell returns the figure to show, or throws. */
final class ProduceCells {
    private static final int MESSAGES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Within which a client tells a mistake that cannot heal. */
    private static final Duration CLEAR_WITHIN = Duration.ofSeconds(15);

    private static final Pattern OF_LOGIN = Pattern.compile("(?i)authentication|sasl");
    private static final Pattern OF_TOPIC = Pattern.compile("(?i)topic.?authori[sz]ation|not authorized");

    private final Surroundings surroundings;

    ProduceCells(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    String login(Trial trial, Cell cell) throws Exception {
        return produced(trial, cell, Idempotence.OFF);
    }

    String idempotent(Trial trial, Cell cell) throws Exception {
        return produced(trial, cell, Idempotence.ON);
    }

    String codec(Trial trial, Cell cell) throws Exception {
        String figure = produced(trial, cell, Idempotence.OFF);
        return trial.client().isIdempotent() ? figure + ", " + produced(trial, cell, Idempotence.ON) : figure;
    }

    String wrongPassword(Trial trial) throws Exception {
        Load load = Load.of("password", 1);
        try (ClientProcess process = trial.produce("SCRAM-SHA-512", "Wrong-Password-1", trial.topic(), load)) {
            return told(process, OF_LOGIN);
        }
    }

    /** Over a topic that belongs to another intake. */
    String wrongTopic(Trial trial, String foreignTopic) throws Exception {
        Load load = Load.of(trial.client().name().toLowerCase(Locale.ROOT), 1);
        try (ClientProcess process = trial.produce("SCRAM-SHA-512", Tenant.PASSWORD, foreignTopic, load)) {
            String figure = told(process, OF_TOPIC);
            assertEquals(List.of(), surroundings.log().ids(foreignTopic, load.prefix()));
            return figure;
        }
    }

    /** The ids of a load. */
    static List<String> ids(Load load) {
        return IntStream.range(0, load.count())
                .mapToObj(n -> load.prefix() + "-" + n)
                .sorted()
                .toList();
    }

    private String produced(Trial trial, Cell cell, Idempotence idempotence) throws Exception {
        String prefix = "%s-%s-%s".formatted(trial.client(), cell, idempotence).toLowerCase(Locale.ROOT);
        Load load = Load.of(prefix, MESSAGES).with(cell.codec()).with(idempotence);
        try (ClientProcess process = trial.produce(cell.mechanism(), load)) {
            process.awaitEnd(LIMIT);
            assertEquals(ids(load), process.ids("acked").stream().sorted().toList(), process::story);
        }
        List<Batch> batches = surroundings.log().batches(trial.topic(), prefix);
        assertEquals(
                ids(load),
                batches.stream().flatMap(batch -> batch.ids().stream()).sorted().toList());
        for (Batch batch : batches) {
            assertEquals(cell.codec(), batch.codec(), "the codec on the broker");
            assertEquals(idempotence == Idempotence.ON, batch.isIdempotent(), "a producer id on the broker");
        }
        return batches.size() + (batches.size() == 1 ? " batch" : " batches");
    }

    /** A failure that the client tells: it must name the cause, and come soon, its start included. */
    private static String told(ClientProcess process, Pattern cause) {
        long begun = System.nanoTime();
        try {
            Eventually.within(CLEAR_WITHIN)
                    .untilHolds(
                            "a failure that matches " + cause,
                            () -> process.events().stream()
                                    .anyMatch(event -> isFailure(event)
                                            && cause.matcher(event.error()).find()));
        } catch (AssertionError unclear) {
            throw new AssertionError(unclear.getMessage() + "; " + process.story(), unclear);
        }
        assertTrue(process.told("acked").isEmpty(), process::story);
        return "%.1f s".formatted((double) (System.nanoTime() - begun) / TimeUnit.SECONDS.toNanos(1));
    }

    private static boolean isFailure(ClientProcess.Event event) {
        return event.name().equals("failed") || event.name().equals("error");
    }
}
