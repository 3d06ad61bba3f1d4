package io.openintake.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.launcher.demo.DemoMessage.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Web requests as a shop's front end might report them: nested, with lists, many scripts, 64-bit numbers and nulls. The
 * same run number gives the same messages.
 */
public final class WebRequests {
    /** The first part of a run, which also decides the table's columns. */
    static final int EARLY = 1_000;
    /** The second part: it has a field that no message had before. */
    static final int LATE = 2_000;

    private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");
    private static final int MAX_PAUSE_MS = 400;
    /** Doubles cannot hold it: shows whether integers stay exact. */
    private static final long BEYOND_DOUBLE = (1L << 53) + 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "PUT", "DELETE");
    private static final List<String> PATHS =
            List.of("/", "/search", "/produkte/größe", "/カート", "/checkout", "/api/v1/orders", "/статьи/о-нас");
    private static final List<Integer> STATUSES = List.of(200, 200, 200, 200, 201, 204, 304, 404, 500);
    private static final List<String> TAGS = List.of("mobile", "søk", "日本語", "🚀 launch", "a/b \"quoted\"", "naïve");
    private static final List<Place> PLACES = List.of(
            new Place("DE", "München", 48.137154, 11.576124),
            new Place("JP", "東京", 35.689487, 139.691711),
            new Place("BR", "São Paulo", -23.55052, -46.633309),
            new Place("EG", "القاهرة", 30.04442, 31.235712),
            new Place("IS", "Reykjavík", 64.146582, -21.942635));

    private final int run;

    /** Messages of the given run; runs differ in their ids. */
    public WebRequests(int run) {
        this.run = run;
    }

    private record Place(String country, String city, double latitude, double longitude) {}

    List<DemoMessage> early() {
        return IntStream.range(0, EARLY).mapToObj(this::message).toList();
    }

    /** With the broken ones scattered among them. */
    List<DemoMessage> late() {
        List<DemoMessage> messages = new ArrayList<>();
        List<DemoMessage> broken = new BrokenMessages(run).all();
        int step = LATE / broken.size();
        for (int i = 0; i < LATE; i++) {
            messages.add(message(EARLY + i));
            if (i % step == step - 1 && i / step < broken.size()) {
                messages.add(broken.get(i / step));
            }
        }
        return messages;
    }

    private DemoMessage message(int number) {
        ObjectNode request = request(number);
        return new DemoMessage("visitor-" + number % 97, bytes(request), new Fate.Row(request));
    }

    private ObjectNode request(int number) {
        // one generator per message, so that each can be made alone
        var random = new SplittableRandom(run * 1_000_003L + number);
        ObjectNode request = NODES.objectNode();
        request.put("id", id(run, number));
        request.put(
                "at",
                START.plusMillis(number * 500L + random.nextInt(MAX_PAUSE_MS)).toString());
        request.put("method", pick(METHODS, random));
        request.put("path", pick(PATHS, random));
        request.put("status", pick(STATUSES, random));
        request.put("bytes", bytesSent(number, random));
        // the early ones always have a fraction, so the column is a double; the late ones are whole now and then
        request.put("durationMs", random.nextInt(1, 4_000) + 0.25);
        if (number >= EARLY && random.nextInt(10) == 0) {
            request.put("durationMs", random.nextInt(1, 4_000));
        }
        request.put("tls", random.nextInt(20) != 0);
        request.set("client", client(random));
        request.set("tags", tags(random));
        request.set("items", items(random));
        request.put("referrer", random.nextInt(3) == 0 ? null : "https://example.org/?q=" + random.nextInt(1_000));
        if (number >= EARLY) {
            request.set("campaign", campaign(random));
        }
        return request;
    }

    static String id(int run, int number) {
        return "r%d-%06d".formatted(run, number);
    }

    private static long bytesSent(int number, SplittableRandom random) {
        return switch (number % 100) {
            case 7 -> BEYOND_DOUBLE + 2L * number;
            case 13 -> Long.MAX_VALUE;
            case 17 -> Long.MIN_VALUE;
            default -> random.nextInt(200_000);
        };
    }

    private static ObjectNode client(SplittableRandom random) {
        Place place = pick(PLACES, random);
        ObjectNode client = NODES.objectNode();
        client.put("ip", "203.0.113." + random.nextInt(1, 255));
        client.put("agent", random.nextInt(2) == 0 ? "Mozilla/5.0 (X11; Linux x86_64)" : "curl/8.5.0");
        if (random.nextInt(8) == 0) {
            return client.putNull("geo");
        }
        client.putObject("geo")
                .put("country", place.country())
                .put("city", place.city())
                .put("latitude", place.latitude())
                .put("longitude", place.longitude());
        return client;
    }

    private static ArrayNode tags(SplittableRandom random) {
        ArrayNode tags = NODES.arrayNode();
        IntStream.range(0, random.nextInt(4)).forEach(ignored -> tags.add(pick(TAGS, random)));
        return tags;
    }

    private static ArrayNode items(SplittableRandom random) {
        ArrayNode items = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            items.addObject()
                    .put("sku", "SKU-" + random.nextInt(10_000))
                    .put("quantity", random.nextInt(1, 9))
                    .put("price", random.nextInt(1, 20_000) / 100.0 + 0.001);
        }
        return items;
    }

    private static ObjectNode campaign(SplittableRandom random) {
        return NODES.objectNode().put("name", "Frühling " + random.nextInt(5)).put("variant", random.nextInt(2));
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(ObjectNode request) {
        try {
            return JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is writable", e);
        }
    }
}
