package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.domain.ProducerOrder.Writer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProducerOrderTest {
    private static final Refusal BLOCKED = new Refusal(GatewayError.BLOCKED, "full");
    private final ProducerOrder order = new ProducerOrder();
    private final Writer writer = new Writer(0, 7, (short) 0);

    @Test
    void nothingOvertakesAFailedBatch() {
        order.failed(writer, 10, BLOCKED);
        assertEquals(Optional.of(BLOCKED), order.admit(writer, 15));
        assertEquals(Optional.of(BLOCKED), order.admit(writer, 20));
    }

    @Test
    void theFailedBatchItselfOpensTheWay() {
        order.failed(writer, 10, BLOCKED);
        assertTrue(order.admit(writer, 10).isEmpty());
        assertTrue(order.admit(writer, 15).isEmpty());
    }

    @Test
    void anEarlierBatchOpensTheWayToo() {
        order.failed(writer, 10, BLOCKED);
        assertTrue(order.admit(writer, 5).isEmpty());
    }

    @Test
    void theEarliestFailureCounts() {
        order.failed(writer, 10, BLOCKED);
        order.failed(writer, 15, BLOCKED);
        assertEquals(Optional.of(BLOCKED), order.admit(writer, 12));
        assertTrue(order.admit(writer, 10).isEmpty());
    }

    @Test
    void sequencesWrapAround() {
        order.failed(writer, Integer.MAX_VALUE - 2, BLOCKED);
        assertEquals(Optional.of(BLOCKED), order.admit(writer, 1));
        assertTrue(order.admit(writer, Integer.MAX_VALUE - 2).isEmpty());
    }

    @Test
    void othersAreNotHeldUp() {
        order.failed(writer, 10, BLOCKED);
        assertTrue(order.admit(new Writer(1, 7, (short) 0), 15).isEmpty());
        assertTrue(order.admit(new Writer(0, 8, (short) 0), 15).isEmpty());
        assertTrue(order.admit(new Writer(0, 7, (short) 1), 15).isEmpty());
    }

    @Test
    void forgetsTheOldestFailureBeyondItsLimit() {
        order.failed(writer, 10, BLOCKED);
        for (int index = 0; index < ProducerOrder.MAX_FAILURES; index++) {
            order.failed(new Writer(0, 100 + index, (short) 0), 10, BLOCKED);
        }
        assertTrue(order.admit(writer, 15).isEmpty());
    }
}
