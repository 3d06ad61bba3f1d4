package io.openintake.gateway.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.openintake.gateway.app.ClientChannel.Encryption;
import io.openintake.gateway.app.session.Handlers;
import io.openintake.gateway.app.session.SessionContext;
import io.openintake.gateway.app.session.Sessions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that clients connect to. */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int BACKLOG = 1_024;
    private static final int LOW_WATER_BYTES = 256 * 1_024;
    private static final int HIGH_WATER_BYTES = 1_024 * 1_024;

    /** A connection without a sign of life for this long is asked for one, and given up after three more. */
    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;

    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEP_ALIVE_COUNT = 3;

    private final EventLoopGroup loops;
    private final Optional<TlsFiles> tls;
    private final List<IpSubnetFilterRule> proxies;
    private final SessionContext context;
    private final Handlers.Factory handlers;
    private final List<Channel> bound = new ArrayList<>();
    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    public Listeners(EventLoopGroup loops, Edge edge, SessionContext context, Handlers.Factory handlers) {
        this.loops = loops;
        this.tls = edge.tls;
        this.proxies = edge.proxies;
        this.context = context;
        this.handlers = handlers;
    }

    /**
     * What connections begin with.
     *
     * @param tls empty for plaintext
     * @param proxies the balancers whose word on the client's address is believed, and from whom alone connections are
     *     taken; without any, clients connect themselves
     */
    public record Edge(Optional<TlsFiles> tls, List<IpSubnetFilterRule> proxies) {
        /** A network, written as an address, a slash and the number of its bits. */
        public static IpSubnetFilterRule network(String cidr) {
            String[] parts = cidr.trim().split("/", -1);
            boolean isAddress = NetUtil.isValidIpV4Address(parts[0]) || NetUtil.isValidIpV6Address(parts[0]);
            if (parts.length != 2 || !isAddress) {
                throw new IllegalArgumentException("'" + cidr + "' is not a network like 10.0.0.0/8 or fd00::/8");
            }
            return new IpSubnetFilterRule(parts[0], Integer.parseInt(parts[1]), IpFilterRuleType.ACCEPT);
        }
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

    /** Waits until the last connections are closed by the clients, who then have read all; false when that lasts. */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        return accepted.newCloseFuture().await(longest.toMillis());
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
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_ALIVE_IDLE_SECONDS)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_ALIVE_INTERVAL_SECONDS)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_ALIVE_COUNT)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connected) {
                        accepted.add(connected);
                        if (proxies.isEmpty()) {
                            admit(connected, NettyClientChannel.address(connected));
                        } else {
                            awaitHeader(connected);
                        }
                    }
                });
    }

    private void awaitHeader(SocketChannel connected) {
        if (proxies.stream().noneMatch(network -> network.matches(connected.remoteAddress()))) {
            LOG.info("connection refused outcome=no-balancer address={}", NettyClientChannel.address(connected));
            refuse(connected, "no-balancer");
            return;
        }
        ProxyHeader header = new ProxyHeader(
                address -> admit(connected, address).ifPresent(ClientHandler::begin),
                () -> context.measures().closed("proxy-header"));
        connected.pipeline().addLast(ProxyHeader.decoder(), header);
    }

    private Optional<ClientHandler> admit(SocketChannel connected, String address) {
        if (context.sessions().enter(address) == Sessions.Entry.REFUSED) {
            refuse(connected, "too-many-connections");
            return Optional.empty();
        }
        tls.ifPresent(files -> connected.pipeline().addLast(files.handler(connected.alloc())));
        Encryption encryption = tls.isPresent() ? Encryption.TLS : Encryption.PLAINTEXT;
        ClientHandler client = new ClientHandler(context, handlers, encryption, address);
        connected.pipeline().addLast(client.reader(), client);
        return Optional.of(client);
    }

    private void refuse(SocketChannel connected, String reason) {
        context.measures().closed(reason);
        var unused = connected.close();
    }
}
