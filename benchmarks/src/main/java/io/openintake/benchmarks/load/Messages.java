package io.openintake.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** JSON messages of one size, about as repetitive as log events are; the same at every run. */
final class Messages {
    private static final int COUNT = 1_024;
    private static final long SEED = 20_261_121;
    private static final String[] WORDS = {
        "GET",
        "POST",
        "/api/orders",
        "/api/users",
        "checkout",
        "basket",
        "timeout",
        "ok",
        "eu01",
        "mobile",
        "retry",
        "customer",
        "warehouse",
        "Zürich",
        "payment",
        "invoice"
    };

    private Messages() {}

    static List<byte[]> ofSize(int bytes) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<byte[]> messages = new ArrayList<>();
        for (int index = 0; index < COUNT; index++) {
            messages.add(message(random, bytes));
        }
        return List.copyOf(messages);
    }

    private static byte[] message(RandomGenerator random, int bytes) {
        StringBuilder text = new StringBuilder(bytes)
                .append("{\"id\":\"")
                .append(Long.toHexString(random.nextLong()))
                .append("\",\"at\":")
                .append(1_795_000_000_000L + random.nextInt(1_000_000))
                .append(",\"took\":")
                .append(String.format(Locale.ROOT, "%.3f", random.nextDouble() * 1_000))
                .append(",\"what\":\"");
        while (text.toString().getBytes(StandardCharsets.UTF_8).length < bytes - 24) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(' ')
                    .append(random.nextInt(10_000))
                    .append(' ');
        }
        byte[] head = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[bytes];
        java.util.Arrays.fill(message, (byte) ' ');
        System.arraycopy(head, 0, message, 0, Math.min(head.length, bytes - 2));
        message[bytes - 2] = '"';
        message[bytes - 1] = '}';
        return message;
    }
}
