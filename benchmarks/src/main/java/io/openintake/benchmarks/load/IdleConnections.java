package io.openintake.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/** Connections over TLS that log in (PLAIN) and then say nothing; cheap for the client, real for the gateway. */
final class IdleConnections implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 64 * 1_024;
    private static final int LOGIN_SECONDS = 60;
    private static final short SASL_HANDSHAKE = 17;
    private static final short SASL_AUTHENTICATE = 36;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final AtomicInteger loggedIn = new AtomicInteger();
    private volatile String failure = "";

    /** Opens them all; the result counts those that are logged in. */
    LoadResult open(IdleOrder order) throws SSLException, InterruptedException {
        long beganNanos = System.nanoTime();
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(new File(order.authority()))
                .build();
        Semaphore onTheirWay = new Semaphore(order.atOnce());
        for (int index = 0; index < order.count() && failure.isEmpty(); index++) {
            if (!onTheirWay.tryAcquire(LOGIN_SECONDS, TimeUnit.SECONDS)) {
                failure = "a login took longer than " + LOGIN_SECONDS + " s";
            } else {
                connect(order, tls, onTheirWay);
            }
        }
        if (!onTheirWay.tryAcquire(order.atOnce(), LOGIN_SECONDS, TimeUnit.SECONDS)) {
            failure = "the last logins took longer than " + LOGIN_SECONDS + " s";
        }
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        return new LoadResult(loggedIn.get(), seconds, List.of(), LoadResult.Latency.NONE, failure);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void connect(IdleOrder order, SslContext tls, Semaphore onTheirWay) {
        Bootstrap bootstrap = new Bootstrap().group(loops).channel(NioSocketChannel.class);
        bootstrap.handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline()
                        .addLast(
                                tls.newHandler(channel.alloc(), order.host(), order.port()),
                                new LengthFieldBasedFrameDecoder(MAX_ANSWER_BYTES, 0, Integer.BYTES, 0, Integer.BYTES),
                                new Login(order, onTheirWay));
            }
        });
        bootstrap.connect(order.host(), order.port()).addListener(connected -> {
            if (!connected.isSuccess()) {
                failure = String.valueOf(connected.cause());
                onTheirWay.release();
            }
        });
    }

    /** SaslHandshake version 1, then SaslAuthenticate version 0. */
    private final class Login extends SimpleChannelInboundHandler<ByteBuf> {
        private final IdleOrder order;
        private final Semaphore onTheirWay;
        private int answers;

        private Login(IdleOrder order, Semaphore onTheirWay) {
            this.order = order;
            this.onTheirWay = onTheirWay;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context.channel(), SASL_HANDSHAKE, (short) 1, string("PLAIN"));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf answer) {
            answer.skipBytes(Integer.BYTES);
            short error = answer.readShort();
            if (error != 0) {
                failure = "login refused with error " + error;
                onTheirWay.release();
            } else if (++answers == 1) {
                byte[] token = ("\0" + order.user() + "\0" + order.password()).getBytes(StandardCharsets.UTF_8);
                ByteBuf body = Unpooled.buffer().writeInt(token.length).writeBytes(token);
                send(context.channel(), SASL_AUTHENTICATE, (short) 0, body);
            } else {
                loggedIn.incrementAndGet();
                onTheirWay.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            failure = "a connection was closed";
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure = cause.toString();
            onTheirWay.release();
            var unused = context.close();
        }
    }

    private static void send(Channel channel, short key, short version, ByteBuf body) {
        ByteBuf head = Unpooled.buffer()
                .writeShort(key)
                .writeShort(version)
                .writeInt(0)
                .writeBytes(string("idle"));
        ByteBuf length = Unpooled.buffer().writeInt(head.readableBytes() + body.readableBytes());
        var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(length, head, body));
    }

    private static ByteBuf string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.buffer().writeShort(bytes.length).writeBytes(bytes);
    }
}
