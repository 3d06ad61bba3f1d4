package io.openintake.benchmarks.pipe;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Passes bytes on both ways, on one port as they are and on another out of TLS. Same library, same provider of TLS as
 * the gateway, and nothing else: what it costs, no gateway on Netty can avoid. Ends with its input.
 *
 * <p>Arguments: plain port, its broker's port, TLS port, its broker's port, certificate chain, key.
 */
public final class PipeMain {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final EventLoopGroup loops =
            new NioEventLoopGroup(Math.max(2, Runtime.getRuntime().availableProcessors()));

    private PipeMain() {}

    public static void main(String[] arguments) throws IOException {
        PipeMain pipe = new PipeMain();
        SslContext tls = pipe.tls(new File(arguments[4]), new File(arguments[5]));
        pipe.listen(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Optional.empty());
        pipe.listen(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), Optional.of(tls));
        System.out.println("READY");
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        pipe.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private SslContext tls(File certificate, File key) throws SSLException {
        return SslContextBuilder.forServer(certificate, key)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private void listen(int port, int brokerPort, Optional<SslContext> tls) {
        new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        tls.ifPresent(context -> client.pipeline().addLast(context.newHandler(client.alloc())));
                        connect(client, brokerPort);
                    }
                })
                .bind(HERE, port)
                .syncUninterruptibly();
    }

    private static void connect(Channel client, int brokerPort) {
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Relay(client))
                .connect(new InetSocketAddress(HERE, brokerPort));
        client.pipeline().addLast(new Relay(connecting.channel()));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                client.config().setAutoRead(true);
                connecting.channel().config().setAutoRead(true);
            } else {
                var unused = client.close();
            }
        });
    }
}
