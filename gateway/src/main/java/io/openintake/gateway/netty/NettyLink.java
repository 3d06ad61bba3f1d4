package io.openintake.gateway.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.flow.ByteGate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to one broker: requests go out in order, answers come back in the same order. */
final class NettyLink extends ChannelInboundHandlerAdapter implements Link, FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLink.class);
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** A broker answers with at most what we asked for, but with one batch even if it is larger. */
    private static final int MAX_ANSWER_BYTES = 64 * 1_024 * 1_024;

    private static final int CORRELATION_OFFSET = 2 * Short.BYTES;

    private final EventLoop loop;
    private final FrameReader reader;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable Channel channel;
    private Phase phase = Phase.CONNECTING;
    private int lastCorrelationId;
    private @Nullable Future<?> idle;

    private enum Phase {
        CONNECTING,
        CONNECTED,
        CLOSED
    }

    private record Pending(int correlationId, CompletableFuture<LinkAnswer> answer, Future<?> timeout) {}

    private final ByteGate gate;

    NettyLink(EventLoop loop, ByteGate gate) {
        this.loop = loop;
        this.gate = gate;
        this.reader = FrameReader.ofLink(this, gate);
    }

    ChannelHandler pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connected) {
                connected.pipeline().addLast(reader, NettyLink.this);
            }
        };
    }

    void connecting(ChannelFuture connecting) {
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (phase == Phase.CLOSED) {
                var unused = connecting.channel().close();
            } else if (done.isSuccess()) {
                phase = Phase.CONNECTED;
                unsent.forEach(frame -> write(connecting.channel(), frame));
                unsent.clear();
                reader.want();
            } else {
                LOG.debug("broker not reached", done.cause());
                end(new LinkAnswer.Unreachable());
            }
        });
    }

    @Override
    public CompletableFuture<LinkAnswer> send(ByteBuffer frame, Duration timeout) {
        if (phase == Phase.CLOSED) {
            return CompletableFuture.completedFuture(new LinkAnswer.Unreachable());
        }
        cancelIdle();
        int correlationId = ++lastCorrelationId;
        frame.putInt(frame.position() + CORRELATION_OFFSET, correlationId);
        CompletableFuture<LinkAnswer> answer = new CompletableFuture<>();
        Future<?> silent = loop.schedule(this::silent, timeout.toMillis(), TimeUnit.MILLISECONDS);
        pending.add(new Pending(correlationId, answer, silent));
        Channel connected = channel;
        if (phase == Phase.CONNECTED && connected != null) {
            write(connected, frame);
        } else {
            unsent.add(frame);
        }
        return answer;
    }

    @Override
    public boolean isUsable() {
        return phase != Phase.CLOSED;
    }

    @Override
    public int inFlight() {
        return pending.size();
    }

    @Override
    public void close() {
        end(new LinkAnswer.Broken());
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        end(new LinkAnswer.Broken());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        LOG.debug("link failed", failure);
        end(new LinkAnswer.Broken());
    }

    @Override
    public int minBytes() {
        return Integer.BYTES;
    }

    @Override
    public int maxBytes() {
        return MAX_ANSWER_BYTES;
    }

    @Override
    public int maxBytes(short key) {
        return MAX_ANSWER_BYTES;
    }

    @Override
    public void frame(ByteBuffer frame) {
        // From here on it is counted as the answer that is made of it.
        gate.give(frame.capacity());
        Pending first = pending.poll();
        if (first == null || first.correlationId != frame.getInt(0)) {
            LOG.error("answer out of order errorCode=correlation");
            if (first != null) {
                pending.addFirst(first);
            }
            end(new LinkAnswer.Broken());
            return;
        }
        first.timeout.cancel(false);
        if (pending.isEmpty()) {
            idle = loop.schedule(this::close, IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
        reader.want();
        first.answer.complete(new LinkAnswer.Response(frame));
    }

    @Override
    public void refused(int length) {
        LOG.error("answer refused length={} errorCode=frame-size", length);
        end(new LinkAnswer.Broken());
    }

    @Override
    public void late() {
        end(new LinkAnswer.Broken());
    }

    private static void write(Channel connected, ByteBuffer frame) {
        // A failed write ends the connection, and that is noticed.
        var unused = Outgoing.request(connected, frame);
    }

    private void silent() {
        LOG.warn("broker does not answer, link closed");
        end(phase == Phase.CONNECTING ? new LinkAnswer.Unreachable() : new LinkAnswer.Broken());
    }

    private void end(LinkAnswer outcome) {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        cancelIdle();
        unsent.clear();
        if (channel != null) {
            var unused = channel.close();
        }
        for (Pending one = pending.poll(); one != null; one = pending.poll()) {
            one.timeout.cancel(false);
            one.answer.complete(outcome);
        }
    }

    private void cancelIdle() {
        if (idle != null) {
            idle.cancel(false);
            idle = null;
        }
    }
}
