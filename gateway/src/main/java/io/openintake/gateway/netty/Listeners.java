package io.openintake.gateway.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.openintake.gateway.app.ClientChannel.Encryption;
import io.openintake.gateway.app.session.Handlers;
import io.openintake.gateway.app.session.SessionContext;
import io.openintake.gateway.app.session.Sessions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that clients connect to. */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int BACKLOG = 1_024;
    private static final int LOW_WATER_BYTES = 256 * 1_024;
    private static final int HIGH_WATER_BYTES = 1_024 * 1_024;

    private final EventLoopGroup loops;
    private final Optional<TlsFiles> tls;
    private final SessionContext context;
    private final Handlers.Factory handlers;
    private final List<Channel> bound = new ArrayList<>();

    /** Without TLS files the listeners speak plaintext. */
    public Listeners(EventLoopGroup loops, Optional<TlsFiles> tls, SessionContext context, Handlers.Factory handlers) {
        this.loops = loops;
        this.tls = tls;
        this.context = context;
        this.handlers = handlers;
    }

    /** Opens all addresses, or none and throws what is wrong with the one that failed. */
    public void bind(List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            try {
                bound.add(bootstrap().bind(address).syncUninterruptibly().channel());
            } catch (RuntimeException failed) {
                close();
                throw new IllegalStateException("cannot listen on " + address + ": " + failed.getMessage(), failed);
            }
        }
        LOG.info("gateway listens addresses={} tls={}", addresses(), tls.isPresent());
    }

    /** Where it listens. */
    public List<InetSocketAddress> addresses() {
        return bound.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** Accepts no more connections; those that stand stay. */
    @Override
    public void close() {
        bound.forEach(channel -> channel.close().syncUninterruptibly());
        bound.clear();
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        admit(accepted);
                    }
                });
    }

    private void admit(SocketChannel accepted) {
        if (context.sessions().enter(NettyClientChannel.address(accepted)) == Sessions.Entry.REFUSED) {
            context.measures().closed("too-many-connections");
            var unused = accepted.close();
            return;
        }
        tls.ifPresent(files -> accepted.pipeline().addLast(files.handler(accepted.alloc())));
        Encryption encryption = tls.isPresent() ? Encryption.TLS : Encryption.PLAINTEXT;
        ClientHandler client = new ClientHandler(context, handlers, encryption);
        accepted.pipeline().addLast(client.reader(), client);
    }
}
