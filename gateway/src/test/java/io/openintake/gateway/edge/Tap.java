package io.openintake.gateway.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes connections on and keeps every byte that the server tells its clients. */
final class Tap implements AutoCloseable {
    private final ServerSocket server;
    private final InetSocketAddress target;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private Tap(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    static Tap before(InetSocketAddress target) throws IOException {
        Tap tap = new Tap(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(tap::accept);
        return tap;
    }

    int port() {
        return server.getLocalPort();
    }

    byte[] told() {
        synchronized (told) {
            return told.toByteArray();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket upstream = new Socket(target.getAddress(), target.getPort());
                Thread.ofVirtual().start(() -> pass(client, upstream, OutputStream.nullOutputStream()));
                Thread.ofVirtual().start(() -> pass(upstream, client, told));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(Socket from, Socket to, OutputStream kept) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (told) {
                    kept.write(buffer, 0, count);
                }
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException closed) {
            // One side has ended, and with it the other.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
