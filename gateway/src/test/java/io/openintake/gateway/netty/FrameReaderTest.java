package io.openintake.gateway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.ByteGate.Account;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_OF_OTHER_KEYS = 1_000;
    private static final short WIDE_KEY = 0;

    private final ByteGate gate = new ByteGate(MAX_BYTES);
    private final Sink sink = new Sink(gate.unlimited());
    private final FrameReader reader = FrameReader.ofClient(sink, gate);
    private final EmbeddedChannel channel = channel();

    /** Takes everything down. */
    private static final class Sink implements FrameSink {
        private final List<ByteBuffer> frames = new ArrayList<>();
        private final List<Integer> refused = new ArrayList<>();
        private final Account account;
        private int late;

        private Sink(Account account) {
            this.account = account;
        }

        @Override
        public Account account() {
            return account;
        }

        @Override
        public int minBytes() {
            return 2;
        }

        @Override
        public int maxBytes() {
            return MAX_BYTES;
        }

        @Override
        public int maxBytes(short key) {
            return key == WIDE_KEY ? MAX_BYTES : MAX_OF_OTHER_KEYS;
        }

        @Override
        public void frame(ByteBuffer frame) {
            frames.add(frame);
        }

        @Override
        public void refused(int length) {
            refused.add(length);
        }

        @Override
        public void late() {
            late++;
        }
    }

    @Test
    void deliversOneFrameForEachTimeItIsAsked() {
        receive(Unpooled.wrappedBuffer(frame(WIDE_KEY, 10), frame(WIDE_KEY, 20)));
        assertEquals(0, sink.frames.size());
        reader.want();
        assertEquals(1, sink.frames.size());
        reader.want();
        assertEquals(
                List.of(10, 20), sink.frames.stream().map(ByteBuffer::remaining).toList());
    }

    @Test
    void putsFramesTogetherFromAnyPieces() {
        Random random = new Random(7);
        ByteBuf bytes = Unpooled.buffer();
        for (int index = 0; index < 50; index++) {
            bytes.writeBytes(frame(WIDE_KEY, 2 + random.nextInt(35_000)));
            reader.want();
        }
        while (bytes.isReadable()) {
            receive(bytes.readBytes(Math.min(bytes.readableBytes(), 1 + random.nextInt(40_000))));
        }
        assertEquals(50, sink.frames.size());
        sink.frames.forEach(frame -> assertEquals(frame.capacity(), frame.remaining()));
        assertEquals(sink.frames.stream().mapToInt(ByteBuffer::capacity).sum(), gate.heldBytes());
    }

    @Test
    void refusesLengthsThatCannotBeBeforeTakingMemory() {
        reader.want();
        receive(Unpooled.copyInt(Integer.MAX_VALUE));
        receive(Unpooled.buffer().writeZero(100));
        assertEquals(List.of(Integer.MAX_VALUE), sink.refused);
        assertEquals(0, gate.heldBytes());
    }

    @Test
    void refusesNegativeLengths() {
        reader.want();
        receive(Unpooled.copyInt(-1));
        assertEquals(List.of(-1), sink.refused);
    }

    @Test
    void refusesALengthThatIsTooMuchForTheKey() {
        reader.want();
        receive(Unpooled.buffer().writeInt(MAX_OF_OTHER_KEYS + 1).writeShort(WIDE_KEY + 1));
        assertEquals(List.of(MAX_OF_OTHER_KEYS + 1), sink.refused);
        assertEquals(0, gate.heldBytes());
    }

    @Test
    void takesMemoryForWhatCameNotForWhatWasAnnounced() {
        reader.want();
        receive(Unpooled.buffer().writeInt(MAX_BYTES).writeZero(100));
        assertTrue(gate.heldBytes() <= FrameReader.FIRST_BYTES);
    }

    @Test
    void waitsWhileTheGateIsShutAndGoesOnWhenItOpens() {
        gate.hold(MAX_BYTES);
        reader.want();
        receive(frame(WIDE_KEY, 10));
        assertEquals(0, sink.frames.size());
        gate.give(MAX_BYTES);
        channel.runPendingTasks();
        assertEquals(1, sink.frames.size());
    }

    @Test
    void answersOfBrokersPassAShutGate() {
        FrameReader link = FrameReader.ofLink(sink, gate);
        EmbeddedChannel broker = new EmbeddedChannel(link);
        gate.hold(MAX_BYTES);
        link.want();
        broker.writeInbound(frame(WIDE_KEY, 10));
        assertEquals(1, sink.frames.size());
        assertEquals(MAX_BYTES + 10, gate.heldBytes());
    }

    @Test
    void theLargestPartialFrameMakesRoomWhenPartialFramesShutTheGate() {
        reader.want();
        receive(Unpooled.buffer().writeInt(MAX_BYTES).writeZero(MAX_BYTES - 1));
        assertEquals(MAX_BYTES, gate.heldBytes());
        Sink others = new Sink(gate.unlimited());
        FrameReader other = FrameReader.ofClient(others, gate);
        EmbeddedChannel otherChannel = new EmbeddedChannel(other);
        other.want();
        otherChannel.writeInbound(frame(WIDE_KEY, 10));
        channel.runPendingTasks();
        otherChannel.runPendingTasks();
        assertEquals(1, sink.late);
        assertEquals(1, others.frames.size());
        assertEquals(10, gate.heldBytes());
    }

    @Test
    void aUserWithTooMuchUnderWayWaitsWhileOthersGoOn() {
        Account greedy = gate.account("greedy");
        Sink first = new Sink(greedy);
        Sink second = new Sink(greedy);
        Sink other = new Sink(gate.account("other"));
        EmbeddedChannel announced = wanting(first);
        announced.writeInbound(Unpooled.buffer().writeInt(MAX_BYTES / 4).writeZero(100));
        EmbeddedChannel waiting = wanting(second);
        waiting.writeInbound(frame(WIDE_KEY, 10));
        wanting(other).writeInbound(frame(WIDE_KEY, 10));
        assertEquals(0, second.frames.size());
        assertEquals(1, other.frames.size());
        announced.writeInbound(Unpooled.buffer().writeZero(MAX_BYTES / 4 - 100));
        assertEquals(1, first.frames.size(), "what was begun can be finished");
        waiting.runPendingTasks();
        assertEquals(0, second.frames.size(), "until the session is done with it");
        greedy.release(MAX_BYTES / 4);
        waiting.runPendingTasks();
        assertEquals(1, second.frames.size());
    }

    @Test
    void aFrameThatIsNeverFinishedGivesItsRoomBack() {
        Account greedy = gate.account("greedy");
        EmbeddedChannel announced = wanting(new Sink(greedy));
        announced.writeInbound(Unpooled.buffer().writeInt(MAX_BYTES).writeZero(100));
        Sink second = new Sink(greedy);
        EmbeddedChannel waiting = wanting(second);
        waiting.writeInbound(frame(WIDE_KEY, 10));
        assertEquals(0, second.frames.size());
        announced.close().syncUninterruptibly();
        waiting.runPendingTasks();
        assertEquals(1, second.frames.size());
    }

    @Test
    void givesEverythingBackWhenTheConnectionEnds() {
        reader.want();
        receive(Unpooled.buffer().writeInt(MAX_BYTES).writeZero(50_000));
        channel.close().syncUninterruptibly();
        assertEquals(0, gate.heldBytes());
    }

    @Test
    void tellsOtherProtocolsByTheirFirstBytes() {
        assertEquals("HTTP", ClientHandler.looksLike(0x47455420));
        assertEquals("TLS on a plaintext listener", ClientHandler.looksLike(0x16030100));
        assertEquals("nothing we know", ClientHandler.looksLike(-1));
    }

    private EmbeddedChannel wanting(Sink to) {
        FrameReader of = FrameReader.ofClient(to, gate);
        EmbeddedChannel one = new EmbeddedChannel(of);
        of.want();
        return one;
    }

    private void receive(ByteBuf bytes) {
        channel.writeInbound(bytes);
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel embedded = new EmbeddedChannel(reader);
        embedded.config().setAutoRead(false);
        return embedded;
    }

    private static ByteBuf frame(short key, int bytes) {
        return Unpooled.buffer().writeInt(bytes).writeShort(key).writeZero(bytes - Short.BYTES);
    }
}
