package io.openintake.gateway.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.openintake.gateway.app.ClientChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A client's socket as the session sees it. */
final class NettyClientChannel implements ClientChannel {
    /** What is written may still reach the client before the socket closes. */
    private static final long CLOSE_SECONDS = 3;

    private final Channel channel;
    private final FrameReader reader;
    private final Encryption encryption;
    private final String remoteAddress;

    NettyClientChannel(Channel channel, FrameReader reader, Encryption encryption, String remoteAddress) {
        this.channel = channel;
        this.reader = reader;
        this.encryption = encryption;
        this.remoteAddress = remoteAddress;
    }

    static String address(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        return remote instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public ScheduledExecutorService loop() {
        return channel.eventLoop();
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String requestedHost() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? "" : RequestedName.of(tls.engine());
    }

    @Override
    public Encryption encryption() {
        return encryption;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void readFrame() {
        reader.want();
    }

    @Override
    public void write(ByteBuffer body, Runnable written) {
        Outgoing.answer(channel, body).addListener(any -> written.run());
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        var unused = channel.eventLoop().schedule(this::closeNow, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** A socket that is closed with unread bytes is reset, and a reset can take answers away that are on their way. */
    @Override
    public void closeGently() {
        if (!channel.isOpen()) {
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(any -> endOutput());
        var unused = channel.eventLoop().schedule(this::closeNow, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private void endOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            var unusedNotice = tls.closeOutbound();
        }
        if (channel instanceof DuplexChannel duplex) {
            var unusedEnd = duplex.shutdownOutput();
        }
        reader.discard();
        channel.config().setAutoRead(true);
    }

    private void closeNow() {
        var unused = channel.close();
    }
}
