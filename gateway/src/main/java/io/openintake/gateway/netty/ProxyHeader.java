package io.openintake.gateway.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the client's address from the PROXY protocol's header, version 2 (its section 2.2), which must come first on
 * connections of trusted balancers. Whatever else begins a connection ends it.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);
    private static final long HEADER_SECONDS = 5;
    /** Addresses and what balancers add to them in practice. */
    private static final int MAX_EXTENSION_BYTES = 1_024;

    private final Consumer<String> admitted;
    private final Runnable refused;
    private @Nullable ScheduledFuture<?> deadline;

    /** Goes on with the client's address, or is told that there is none. */
    ProxyHeader(Consumer<String> admitted, Runnable refused) {
        this.admitted = admitted;
        this.refused = refused;
    }

    /** What must stand before this handler. */
    static HAProxyMessageDecoder decoder() {
        return new HAProxyMessageDecoder(MAX_EXTENSION_BYTES, true);
    }

    @Override
    public void channelActive(ChannelHandlerContext from) {
        deadline = from.executor().schedule(() -> refuse(from, "too-slow"), HEADER_SECONDS, TimeUnit.SECONDS);
        from.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            if (header.protocolVersion() != HAProxyProtocolVersion.V2) {
                refuse(from, "not-version-2");
                return;
            }
            cancel();
            admitted.accept(client(header).orElseGet(() -> NettyClientChannel.address(from.channel())));
            from.pipeline().remove(this);
        } finally {
            header.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        cancel();
        refused.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        LOG.debug("PROXY header unreadable", failure);
        refuse(from, "unreadable");
    }

    /** Empty when the balancer speaks for itself, as its health checks do. */
    private static Optional<String> client(HAProxyMessage header) {
        return header.command() == HAProxyCommand.PROXY
                ? Optional.ofNullable(header.sourceAddress())
                : Optional.empty();
    }

    private void refuse(ChannelHandlerContext from, String outcome) {
        LOG.info("PROXY header refused outcome={} balancer={}", outcome, NettyClientChannel.address(from.channel()));
        var unused = from.close();
    }

    private void cancel() {
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
        }
    }
}
