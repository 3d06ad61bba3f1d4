package io.openintake.gateway.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkSecurity;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.app.flow.ByteGate;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Links over TCP, secured as the cluster asks for it. */
public final class NettyLinks implements Links {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ByteGate gate;
    private final LinkSecurity security;

    public NettyLinks(ByteGate gate, LinkSecurity security) {
        this.gate = gate;
        this.security = security;
    }

    /** The loop must be one of Netty's. */
    @Override
    public Link open(BrokerAddress address, ScheduledExecutorService loop) {
        NettyLink link = new NettyLink((EventLoop) loop, gate, address, security);
        Bootstrap bootstrap = new Bootstrap()
                .group((EventLoop) loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
                .handler(link.pipeline());
        link.connecting(bootstrap.connect(address.host(), address.port()));
        return link;
    }
}
