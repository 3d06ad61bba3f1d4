package io.openintake.gateway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;

/** Writes frames, each with its length before it, in the way that is cheapest for its size. */
final class Outgoing {
    /** Up to here one copy into pooled memory, which the thread keeps at hand, is cheapest. */
    static final int SMALL_BYTES = 16 * 1_024;

    private Outgoing() {}

    /** Writes a request to a broker; how much of them waits is bounded by the windows of the clients' connections. */
    static ChannelFuture request(Channel broker, ByteBuffer frame) {
        boolean plain = broker.pipeline().get(SslHandler.class) == null;
        return plain && frame.remaining() > SMALL_BYTES
                ? broker.writeAndFlush(new FrameRegion(frame))
                : broker.writeAndFlush(framed(broker, frame));
    }

    /** Writes an answer to a client, whose bytes count for whether the client reads. */
    static ChannelFuture answer(Channel client, ByteBuffer frame) {
        return client.writeAndFlush(framed(client, frame));
    }

    private static ByteBuf framed(Channel channel, ByteBuffer frame) {
        if (frame.remaining() <= SMALL_BYTES) {
            ByteBuf copy = channel.alloc().ioBuffer(Integer.BYTES + frame.remaining());
            return copy.writeInt(frame.remaining()).writeBytes(frame.duplicate());
        }
        ByteBuffer length =
                ByteBuffer.allocate(Integer.BYTES).putInt(frame.remaining()).flip();
        return Unpooled.wrappedBuffer(length, frame);
    }
}
