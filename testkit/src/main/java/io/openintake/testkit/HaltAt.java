package io.openintake.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Makes a service crash, stall or fail at a named point of its code, for the tests that prove it survives that.
 *
 * <p>System property {@code openintake.fail} holds {@code <point>:<n>:<action>}, several separated by commas. At the
 * n-th time that the point is passed (counted from 1): {@code halt} ends the process as a crash would, {@code throw}
 * throws, {@code pause:<ms>} holds the thread once; {@code delay:<ms>} holds it at that time and every later one.
 */
public final class HaltAt implements Consumer<String> {
    /** The exit code of a process that was killed with SIGKILL. */
    private static final int KILLED = 137;

    private final List<Order> orders;

    public HaltAt() {
        this(System.getProperty("openintake.fail", ""));
    }

    HaltAt(String orders) {
        this.orders = Arrays.stream(orders.split(",", -1))
                .filter(order -> !order.isBlank())
                .map(Order::parse)
                .toList();
    }

    @Override
    public void accept(String point) {
        orders.stream().filter(order -> order.point.equals(point)).forEach(Order::reached);
    }

    private sealed interface Action {
        record Halt() implements Action {}

        record Throw() implements Action {}

        record Pause(long millis) implements Action {}

        record Delay(long millis) implements Action {}

        static Action parse(String order, String action) {
            var parts = action.split(":", -1);
            return switch (parts[0]) {
                case "halt" -> new Halt();
                case "throw" -> new Throw();
                case "pause" -> new Pause(Long.parseLong(parts[1]));
                case "delay" -> new Delay(Long.parseLong(parts[1]));
                default -> throw new IllegalArgumentException("unknown action in openintake.fail: " + order);
            };
        }
    }

    private record Order(String point, int turn, Action action, AtomicInteger passed) {
        static Order parse(String order) {
            var parts = order.strip().split(":", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("openintake.fail needs <point>:<n>:<action>, not " + order);
            }
            return new Order(parts[0], Integer.parseInt(parts[1]), Action.parse(order, parts[2]), new AtomicInteger());
        }

        void reached() {
            var count = passed.incrementAndGet();
            if (count == turn) {
                carryOut();
            } else if (count > turn && action instanceof Action.Delay delay) {
                hold(delay.millis());
            }
        }

        private void carryOut() {
            switch (action) {
                case Action.Halt() -> Runtime.getRuntime().halt(KILLED);
                case Action.Throw() -> throw new IllegalStateException("failpoint " + point + " was ordered to throw");
                case Action.Pause(var millis) -> hold(millis);
                case Action.Delay(var millis) -> hold(millis);
            }
        }

        private static void hold(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
