package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginPaceTest {
    private final LoginPace pace = new LoginPace();

    @Test
    void failuresOfOneUserFromOneAddressGetSlower() {
        assertEquals(Duration.ofMillis(100), pace.failed("user", "a", 0));
        assertEquals(Duration.ofMillis(200), pace.failed("user", "a", 1));
        assertEquals(Duration.ofMillis(400), pace.failed("user", "a", 2));
        assertEquals(Duration.ofMillis(800), pace.failed("user", "a", 3));
        assertEquals(LoginPace.LONGEST_DELAY, pace.failed("user", "a", 4));
    }

    @Test
    void anotherAddressIsNotHeldUp() {
        pace.failed("user", "a", 0);
        pace.failed("user", "a", 1);
        assertEquals(LoginPace.FIRST_DELAY, pace.failed("user", "b", 2));
    }

    @Test
    void manyUsersFromOneAddressGetSlowerToo() {
        Duration last = Duration.ZERO;
        for (int index = 0; index < 5 * LoginPace.ADDRESS_DIVISOR; index++) {
            last = pace.failed("user" + index, "a", index);
        }
        assertTrue(last.compareTo(Duration.ofMillis(800)) >= 0);
    }

    @Test
    void forgetsAfterAWhile() {
        pace.failed("user", "a", 0);
        assertEquals(LoginPace.FIRST_DELAY, pace.failed("user", "a", LoginPace.MEMORY.toNanos()));
    }
}
