package io.openintake.gateway.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.LinkSecurity;
import io.openintake.gateway.app.LinkSecurity.Conversation;
import io.openintake.gateway.app.LinkSecurity.Step;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.ByteGate.Account;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one broker: TLS and login if the cluster asks for them, then requests go out in order and answers
 * come back in the same order.
 */
final class NettyLink extends ChannelInboundHandlerAdapter implements Link, FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLink.class);
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** Of the time that a login is good for: a new link comes before the broker ends this one. */
    private static final double LOGIN_USED = 0.8;

    private static final long TLS_SECONDS = 5;
    /** A broker answers with at most what we asked for, but with one batch even if it is larger. */
    private static final int MAX_ANSWER_BYTES = 64 * 1_024 * 1_024;

    private static final int CORRELATION_OFFSET = 2 * Short.BYTES;

    private final EventLoop loop;
    private final ByteGate gate;
    private final BrokerAddress broker;
    private final LinkSecurity security;
    private final FrameReader reader;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable Channel channel;
    private @Nullable Conversation login;
    private Phase phase = Phase.CONNECTING;
    private int lastCorrelationId;
    private int loginCorrelationId;
    private @Nullable Future<?> idle;
    private @Nullable Future<?> aging;

    private enum Phase {
        /** Until the login is over nothing of a client was sent. */
        CONNECTING,
        CONNECTED,
        /** Its login is about to end: closed as soon as nothing is in flight, for the order of what is. */
        AGED,
        CLOSED
    }

    private record Pending(int correlationId, CompletableFuture<LinkAnswer> answer, Future<?> timeout) {}

    NettyLink(EventLoop loop, ByteGate gate, BrokerAddress broker, LinkSecurity security) {
        this.loop = loop;
        this.gate = gate;
        this.broker = broker;
        this.security = security;
        this.reader = FrameReader.ofLink(this, gate);
    }

    ChannelHandler pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connected) {
                security.encryption(broker).ifPresent(engine -> {
                    SslHandler tls = new SslHandler(engine);
                    tls.setHandshakeTimeout(TLS_SECONDS, TimeUnit.SECONDS);
                    connected.pipeline().addLast(tls);
                });
                connected.pipeline().addLast(reader, NettyLink.this);
            }
        };
    }

    void connecting(ChannelFuture connecting) {
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                LOG.debug("broker not reached", done.cause());
                end();
            } else if (phase == Phase.CLOSED) {
                var unused = connecting.channel().close();
            } else {
                secure(connecting.channel());
            }
        });
    }

    private void secure(Channel connected) {
        SslHandler tls = connected.pipeline().get(SslHandler.class);
        if (tls == null) {
            logIn();
            return;
        }
        // Without auto-read the handshake does not go on by itself.
        connected.read();
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                logIn();
            } else {
                LOG.warn(
                        "TLS with a broker failed host={} port={} cause={}",
                        broker.host(),
                        broker.port(),
                        done.cause());
                end();
            }
        });
    }

    private void logIn() {
        if (phase == Phase.CLOSED) {
            return;
        }
        login = security.login(broker).orElse(null);
        Conversation conversation = login;
        if (conversation == null) {
            open();
        } else {
            take(conversation.next(Optional.empty()));
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Ask ask -> {
                loginCorrelationId = number(ask.request());
                write(ask.request());
                reader.want();
            }
            case Step.Done done -> {
                login = null;
                done.lifetime().ifPresent(this::age);
                open();
            }
            case Step.Refused refused -> {
                LOG.warn(
                        "login at a broker refused host={} port={} reason={}",
                        broker.host(),
                        broker.port(),
                        refused.reason());
                end();
            }
        }
    }

    private void open() {
        phase = Phase.CONNECTED;
        unsent.forEach(this::write);
        unsent.clear();
        reader.want();
    }

    private void age(Duration lifetime) {
        aging = loop.schedule(
                () -> {
                    phase = phase == Phase.CONNECTED ? Phase.AGED : phase;
                    endIfAged();
                },
                (long) (lifetime.toMillis() * LOGIN_USED),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<LinkAnswer> send(ByteBuffer frame, Duration timeout) {
        if (phase == Phase.CLOSED) {
            return CompletableFuture.completedFuture(new LinkAnswer.Unreachable());
        }
        cancelIdle();
        int correlationId = number(frame);
        CompletableFuture<LinkAnswer> answer = new CompletableFuture<>();
        Future<?> silent = loop.schedule(this::silent, timeout.toMillis(), TimeUnit.MILLISECONDS);
        pending.add(new Pending(correlationId, answer, silent));
        if (phase == Phase.CONNECTING) {
            unsent.add(frame);
        } else {
            write(frame);
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
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        LOG.debug("link failed", failure);
        end();
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
    public Account account() {
        return gate.unlimited();
    }

    @Override
    public void frame(ByteBuffer frame) {
        // From here on it is counted as the answer that is made of it.
        gate.give(frame.capacity());
        Conversation conversation = login;
        if (conversation != null) {
            loginAnswer(conversation, frame);
            return;
        }
        Pending first = pending.poll();
        if (first == null || first.correlationId != frame.getInt(0)) {
            LOG.error("answer out of order errorCode=correlation");
            if (first != null) {
                pending.addFirst(first);
            }
            end();
            return;
        }
        first.timeout.cancel(false);
        if (pending.isEmpty()) {
            idle = loop.schedule(this::close, IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
        reader.want();
        first.answer.complete(new LinkAnswer.Response(frame));
        endIfAged();
    }

    private void loginAnswer(Conversation conversation, ByteBuffer frame) {
        if (frame.getInt(0) == loginCorrelationId) {
            take(conversation.next(Optional.of(frame)));
        } else {
            LOG.error("answer out of order errorCode=correlation");
            end();
        }
    }

    @Override
    public void refused(int length) {
        LOG.error("answer refused length={} errorCode=frame-size", length);
        end();
    }

    @Override
    public void late() {
        end();
    }

    private int number(ByteBuffer frame) {
        int correlationId = ++lastCorrelationId;
        frame.putInt(frame.position() + CORRELATION_OFFSET, correlationId);
        return correlationId;
    }

    private void write(ByteBuffer frame) {
        Channel connected = channel;
        if (connected != null) {
            // A failed write ends the connection, and that is noticed.
            var unused = Outgoing.request(connected, frame);
        }
    }

    private void silent() {
        LOG.warn("broker does not answer, link closed host={} port={}", broker.host(), broker.port());
        end();
    }

    private void endIfAged() {
        if (phase == Phase.AGED && pending.isEmpty()) {
            end();
        }
    }

    private void end() {
        if (phase == Phase.CLOSED) {
            return;
        }
        LinkAnswer outcome = phase == Phase.CONNECTING ? new LinkAnswer.Unreachable() : new LinkAnswer.Broken();
        phase = Phase.CLOSED;
        cancelIdle();
        if (aging != null) {
            aging.cancel(false);
        }
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
