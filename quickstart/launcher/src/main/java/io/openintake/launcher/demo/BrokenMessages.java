package io.openintake.launcher.demo;

import io.openintake.contracts.ReasonCode;
import io.openintake.launcher.demo.DemoMessage.Fate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Messages that cannot become rows, two of each kind. */
final class BrokenMessages {
    private static final int OF_EACH_KIND = 2;
    private static final int TOO_DEEP = 40;
    private static final String TWO_TO_64 = "18446744073709551616";
    private static final byte NO_UTF8_CONTINUATION = 0x28;

    private final int run;

    BrokenMessages(int run) {
        this.run = run;
    }

    List<DemoMessage> all() {
        List<DemoMessage> messages = new ArrayList<>();
        add(messages, ReasonCode.NOT_JSON, id -> utf8("{\"id\":\"%s\",\"path\":\"/cut-of".formatted(id)));
        add(messages, ReasonCode.NOT_AN_OBJECT, id -> utf8("[{\"id\":\"%s\"}]".formatted(id)));
        add(messages, ReasonCode.DUPLICATE_KEY, id -> utf8("{\"id\":\"%s\",\"tls\":true,\"tls\":false}".formatted(id)));
        add(messages, ReasonCode.TRAILING_DATA, id -> utf8("{\"id\":\"%s\"}{\"id\":\"another\"}".formatted(id)));
        add(messages, ReasonCode.TYPE_MISMATCH, id -> utf8("{\"id\":\"%s\",\"status\":\"teapot\"}".formatted(id)));
        add(messages, ReasonCode.TOO_DEEP, BrokenMessages::tooDeep);
        add(
                messages,
                ReasonCode.NUMBER_OUT_OF_RANGE,
                id -> utf8("{\"id\":\"%s\",\"bytes\":%s}".formatted(id, TWO_TO_64)));
        add(messages, ReasonCode.NOT_UTF8, BrokenMessages::notUtf8);
        add(messages, ReasonCode.INVALID_UNICODE, id -> utf8("{\"id\":\"%s\",\"path\":\"/\\ud800\"}".formatted(id)));
        add(messages, ReasonCode.NULL_VALUE, id -> null);
        return messages;
    }

    private void add(List<DemoMessage> messages, ReasonCode reason, Function<String, byte @Nullable []> value) {
        for (int i = 0; i < OF_EACH_KIND; i++) {
            String key = "broken-r%d-%s-%d".formatted(run, reason.text(), i);
            messages.add(new DemoMessage(key, value.apply(key), new Fate.DeadLetter(reason)));
        }
    }

    private static byte[] tooDeep(String id) {
        String nested = "{\"d\":".repeat(TOO_DEEP) + "1" + "}".repeat(TOO_DEEP);
        return utf8("{\"id\":\"%s\",\"deep\":%s}".formatted(id, nested));
    }

    private static byte[] notUtf8(String id) {
        byte[] bytes = utf8("{\"id\":\"%s\",\"path\":\"/caf\u00e9\"}".formatted(id));
        int second = bytes.length - 3;
        byte[] broken = Arrays.copyOf(bytes, bytes.length);
        broken[second] = NO_UTF8_CONTINUATION;
        return broken;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
