package io.openintake.gateway.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.openintake.gateway.app.ClientChannel.Encryption;
import io.openintake.gateway.app.flow.ByteGate.Account;
import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.app.session.Handlers;
import io.openintake.gateway.app.session.SessionContext;
import io.openintake.gateway.domain.FrameLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a client's pipeline: makes the session and feeds it. */
final class ClientHandler extends ChannelInboundHandlerAdapter implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR = 0x03;

    private final SessionContext context;
    private final Handlers.Factory handlers;
    private final Encryption encryption;
    private final String remoteAddress;
    private final FrameReader reader;
    private @Nullable ChannelHandlerContext here;
    private @Nullable ClientSession session;

    ClientHandler(SessionContext context, Handlers.Factory handlers, Encryption encryption, String remoteAddress) {
        this.context = context;
        this.handlers = handlers;
        this.encryption = encryption;
        this.remoteAddress = remoteAddress;
        this.reader = FrameReader.ofClient(this, context.gate());
    }

    FrameReader reader() {
        return reader;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        here = added;
        NettyClientChannel channel = new NettyClientChannel(added.channel(), reader, encryption, remoteAddress);
        ClientSession accepted = new ClientSession(context, channel, handlers);
        session = accepted;
        accepted.accepted();
    }

    @Override
    public void channelActive(ChannelHandlerContext from) {
        begin();
    }

    /** The connection stands, and what came before us on it is done. */
    void begin() {
        switch (encryption) {
            case PLAINTEXT -> session().opened();
            // Without auto-read the handshake does not begin by itself.
            case TLS -> {
                if (here != null) {
                    here.read();
                }
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                session().opened();
            } else {
                tlsFailed(handshake.cause());
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        session().writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        session().closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("connection lost address={}", remoteAddress, failure);
        } else if (failure.getCause() instanceof javax.net.ssl.SSLException) {
            LOG.debug("TLS failed address={}", remoteAddress, failure);
        } else {
            LOG.warn("connection failed address={}", remoteAddress, failure);
        }
        session().close("connection-failed");
    }

    @Override
    public int minBytes() {
        return FrameLimits.min(session().state());
    }

    @Override
    public int maxBytes() {
        return context.limits().frames().ofAny(session().state());
    }

    @Override
    public int maxBytes(short key) {
        return context.limits().frames().of(session().state(), key);
    }

    @Override
    public Account account() {
        return session().account();
    }

    @Override
    public void frame(ByteBuffer frame) {
        session().frame(frame);
    }

    @Override
    public void refused(int length) {
        LOG.info(
                "frame refused length={} looksLike={} address={}",
                Integer.toUnsignedString(length),
                looksLike(length),
                remoteAddress);
        session().close("frame-size");
    }

    @Override
    public void late() {
        session().close("frame-too-slow");
    }

    /** What other protocols begin with, read as a length. */
    static String looksLike(int length) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
        if (bytes[0] == TLS_HANDSHAKE && bytes[1] == TLS_MAJOR) {
            return "TLS on a plaintext listener";
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean http = switch (text) {
            case "GET ", "POST", "PUT ", "HEAD", "OPTI", "DELE", "PATC", "CONN", "PRI " -> true;
            default -> false;
        };
        return http ? "HTTP" : "nothing we know";
    }

    private void tlsFailed(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            LOG.info(
                    "TLS refused looksLike={} address={}",
                    "HTTP or Kafka without TLS on a TLS listener",
                    remoteAddress);
        } else {
            LOG.debug("TLS refused address={}", remoteAddress, cause);
        }
        session().close("tls");
    }

    private ClientSession session() {
        ClientSession made = session;
        if (made == null) {
            throw new IllegalStateException("the pipeline is not built");
        }
        return made;
    }
}
