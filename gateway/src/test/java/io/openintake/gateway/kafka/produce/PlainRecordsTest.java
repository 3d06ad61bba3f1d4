package io.openintake.gateway.kafka.produce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PlainRecordsTest {
    private final ByteBuffer buffer =
            ByteBuffer.wrap(new byte[] {9, 9, 1, (byte) 200, 3, 4, 5, 9}, 2, 5).slice();
    private final PlainRecords records = new PlainRecords(buffer);

    @Test
    void readsTheBytesBetweenPositionAndLimitOnly() throws Exception {
        assertArrayEquals(new byte[] {1, (byte) 200, 3, 4, 5}, records.readAllBytes());
        assertEquals(5, buffer.remaining());
    }

    @Test
    void readsSingleBytesAsUnsignedAndEndsWithMinusOne() {
        assertEquals(1, records.read());
        assertEquals(200, records.read());
        assertEquals(3, records.skip(100));
        assertEquals(-1, records.read());
        assertEquals(-1, records.read(new byte[1], 0, 1));
        assertEquals(0, records.skip(1));
    }

    @Test
    void skippingBeyondTheEndIsCutOff() {
        assertThrows(EOFException.class, () -> records.skipNBytes(6));
    }
}
