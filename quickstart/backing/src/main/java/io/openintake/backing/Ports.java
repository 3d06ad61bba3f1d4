package io.openintake.backing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The loopback ports of all parts, chosen together so that no two parts get the same free one. */
record Ports(int kafka, int kafkaController, int postgres, int s3, int catalog) {
    static final String HOST = "127.0.0.1";

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    static Ports choose(BackingOptions options) {
        var held = new ArrayList<ServerSocket>();
        try {
            return new Ports(
                    hold(held, options, Part.KAFKA, "--kafka-port", options.kafkaPort()),
                    hold(held, options, Part.KAFKA, "--kafka-controller-port", options.kafkaControllerPort()),
                    hold(held, options, Part.POSTGRES, "--postgres-port", options.postgresPort()),
                    hold(held, options, Part.S3, "--s3-port", options.s3Port()),
                    hold(held, options, Part.CATALOG, "--catalog-port", options.catalogPort()));
        } finally {
            release(held);
        }
    }

    private static int hold(List<ServerSocket> held, BackingOptions options, Part part, String option, int port) {
        if (!options.parts().contains(part)) {
            return 0;
        }
        try {
            var socket = new ServerSocket();
            held.add(socket);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure("""
                    port %d on %s, wanted for %s, cannot be used (%s): stop the program that holds it, \
                    or give another one with %s""".formatted(port, HOST, part.label(), e.getMessage(), option), e);
        }
    }

    private static void release(List<ServerSocket> held) {
        for (var socket : held) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new StartFailure("cannot release a port that was tried: " + e.getMessage(), e);
            }
        }
    }
}
