package io.openintake.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HaltAtTest {
    @Test
    void doesNothingWithoutOrders() {
        var failpoints = new HaltAt("");
        assertDoesNotThrow(() -> failpoints.accept("f.afterPost"));
    }

    @Test
    void throwsAtTheOrderedTurnOnly() {
        var failpoints = new HaltAt("f.other:1:throw,f.beforePost:2:throw");
        failpoints.accept("f.beforePost");
        assertThrows(IllegalStateException.class, () -> failpoints.accept("f.beforePost"));
        assertDoesNotThrow(() -> failpoints.accept("f.beforePost"));
    }

    @Test
    void pausesOnceAndDelaysAlways() {
        var failpoints = new HaltAt("p:1:pause:200,d:1:delay:20");
        assertTrue(millisOf(() -> failpoints.accept("p")) >= 200);
        assertTrue(millisOf(() -> failpoints.accept("p")) < 200);
        assertTrue(millisOf(() -> failpoints.accept("d")) >= 20);
        assertTrue(millisOf(() -> failpoints.accept("d")) >= 20);
    }

    @Test
    void refusesOrdersThatItDoesNotUnderstand() {
        assertThrows(IllegalArgumentException.class, () -> new HaltAt("f.afterPost"));
        assertThrows(IllegalArgumentException.class, () -> new HaltAt("f.afterPost:1:explode"));
    }

    @Test
    void endsTheProcessAsAKillDoes(@TempDir Path folder) throws Exception {
        var child = ChildJvm.silent(
                "halting",
                folder.resolve("log"),
                List.of(
                        "-Dopenintake.fail=f.afterPost:2:halt",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Halting.class.getName()),
                Map.of());
        assertTrue(child.process().waitFor(20, TimeUnit.SECONDS));
        assertEquals(137, child.process().exitValue(), child::tail);
        assertEquals("first", child.tail());
        child.stop(Duration.ofSeconds(1));
    }

    /** Passes the same point twice; a shutdown hook would show that the end was an orderly one. */
    static final class Halting {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("orderly")));
            var failpoints = new HaltAt();
            failpoints.accept("f.afterPost");
            System.out.println("first");
            failpoints.accept("f.afterPost");
            System.out.println("second");
        }
    }

    private static long millisOf(Runnable action) {
        var start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
