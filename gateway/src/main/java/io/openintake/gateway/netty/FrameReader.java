package io.openintake.gateway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.ByteGate.Account;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames behind their four-byte length, one for each time it is asked: turning off auto-read alone does not stop
 * frames that are already in memory. Memory grows with the bytes that came, never by the length that was announced,
 * and only while the {@link ByteGate} is open. Frames are arrays of exact size, so nothing needs to be released later.
 */
final class FrameReader extends ChannelInboundHandlerAdapter implements ByteGate.Partial {
    static final int FIRST_BYTES = 16 * 1_024;
    /** Times what came: the copies on the way to a megabyte then cost a seventh of it, not the whole again. */
    private static final int GROWTH = 8;

    private static final long FRAME_SECONDS = 30;
    private static final int SLOWEST_BYTES_PER_SECOND = 64 * 1_024;

    private final FrameSink sink;
    private final ByteGate gate;
    private final Entry entry;
    private final Deque<ByteBuf> received = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private int wanted;
    private int lengthBytes;
    private int length;
    private byte @Nullable [] body;
    private int filled;
    private int taken;
    private @Nullable Account reserved;
    private int partial;
    private Phase phase = Phase.READING;
    private @Nullable ScheduledFuture<?> deadline;

    private enum Phase {
        READING,
        AT_THE_GATE,
        /** In a frame's delivery, which may ask for the next. */
        DELIVERING,
        OVER
    }

    private enum Entry {
        WAITS,
        /** Answers pass a shut gate: they are what opens it, and brokers do not hoard. */
        ALWAYS
    }

    private FrameReader(FrameSink sink, ByteGate gate, Entry entry) {
        this.sink = sink;
        this.gate = gate;
        this.entry = entry;
    }

    /** Reads what clients send. */
    static FrameReader ofClient(FrameSink sink, ByteGate gate) {
        return new FrameReader(sink, gate, Entry.WAITS);
    }

    /** Reads what brokers answer. */
    static FrameReader ofLink(FrameSink sink, ByteGate gate) {
        return new FrameReader(sink, gate, Entry.ALWAYS);
    }

    /** Asks for one more frame. */
    void want() {
        wanted++;
        pump();
    }

    /** Throws away whatever else comes. */
    void discard() {
        end();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (phase == Phase.OVER || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        received.add(bytes);
        pump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        readOn();
        from.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        end();
        from.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext from) {
        end();
    }

    private void pump() {
        if (phase != Phase.READING) {
            return;
        }
        while (wanted > 0 && phase == Phase.READING && !received.isEmpty()) {
            ByteBuf bytes = received.peek();
            step(bytes);
            if (!received.isEmpty() && !bytes.isReadable()) {
                received.remove().release();
            }
        }
        readOn();
    }

    private void readOn() {
        if (phase == Phase.READING && wanted > 0 && received.isEmpty() && context != null) {
            context.read();
        }
    }

    private void step(ByteBuf bytes) {
        if (lengthBytes < Integer.BYTES) {
            length = (length << Byte.SIZE) | bytes.readUnsignedByte();
            if (++lengthBytes == Integer.BYTES) {
                begin();
            }
            return;
        }
        if (!hasRoom()) {
            return;
        }
        byte[] into = body == null ? new byte[0] : body;
        int count = Math.min(bytes.readableBytes(), into.length - filled);
        bytes.readBytes(into, filled, count);
        filled += count;
        boolean keyCame = filled >= Short.BYTES && filled - count < Short.BYTES;
        if (keyCame && length > sink.maxBytes(ByteBuffer.wrap(into).getShort(0))) {
            refuse();
        } else if (filled == length) {
            deliver(into);
        } else if (entry == Entry.WAITS && partial != taken) {
            partial = taken;
            gate.partial(this, taken);
        }
    }

    private void begin() {
        if (length < sink.minBytes() || length > sink.maxBytes()) {
            refuse();
            return;
        }
        if (length == 0) {
            deliver(new byte[0]);
            return;
        }
        if (context != null) {
            long seconds = FRAME_SECONDS + length / SLOWEST_BYTES_PER_SECOND;
            deadline = context.executor().schedule(this::late, seconds, TimeUnit.SECONDS);
        }
    }

    /** Makes more room when it is used up and the gate lets it. */
    private boolean hasRoom() {
        if (body != null && filled < body.length) {
            return true;
        }
        if (!isReserved()) {
            phase = Phase.AT_THE_GATE;
            return false;
        }
        int room = nextRoom();
        if (entry == Entry.ALWAYS) {
            gate.hold(room - taken);
        } else if (gate.take(room - taken, this::gateOpened) == ByteGate.Passage.WAIT) {
            phase = Phase.AT_THE_GATE;
            return false;
        }
        taken = room;
        body = body == null ? new byte[room] : Arrays.copyOf(body, room);
        return true;
    }

    private int nextRoom() {
        return switch (entry) {
            case ALWAYS -> length;
            case WAITS ->
                body == null ? Math.min(length, FIRST_BYTES) : (int) Math.min(length, (long) GROWTH * body.length);
        };
    }

    private boolean isReserved() {
        if (entry == Entry.ALWAYS || reserved != null) {
            return true;
        }
        Account account = sink.account();
        if (account.reserve(length, this::gateOpened) == ByteGate.Passage.WAIT) {
            return false;
        }
        reserved = account;
        return true;
    }

    private void gateOpened() {
        ChannelHandlerContext here = context;
        if (here != null) {
            here.executor().execute(() -> {
                if (phase == Phase.AT_THE_GATE) {
                    phase = Phase.READING;
                    pump();
                }
            });
        }
    }

    private void deliver(byte[] frame) {
        forgetFrame();
        taken = 0;
        reserved = null;
        wanted--;
        phase = Phase.DELIVERING;
        sink.frame(ByteBuffer.wrap(frame));
        if (phase == Phase.DELIVERING) {
            phase = Phase.READING;
        }
    }

    @Override
    public void shed() {
        ChannelHandlerContext here = context;
        if (here != null) {
            here.executor().execute(() -> {
                // Unless the frame got whole meanwhile.
                if (phase != Phase.OVER && partial > 0) {
                    late();
                }
            });
        }
    }

    private void late() {
        end();
        sink.late();
    }

    private void refuse() {
        int refused = length;
        end();
        sink.refused(refused);
    }

    private void end() {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        if (reserved != null) {
            reserved.release(length);
        }
        forgetFrame();
        gate.give(taken);
        taken = 0;
        received.forEach(ByteBuf::release);
        received.clear();
    }

    private void forgetFrame() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
        if (partial > 0) {
            partial = 0;
            gate.whole(this);
        }
        lengthBytes = 0;
        length = 0;
        body = null;
        filled = 0;
    }
}
