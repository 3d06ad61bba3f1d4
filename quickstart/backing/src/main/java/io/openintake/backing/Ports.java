package io.openintake.backing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The loopback ports of all parts, chosen together so that no two parts get the same free one. */
record Ports(int kafka, int kafkaController, int postgres, int s3, int catalog) {
    static final String HOST = "127.0.0.1";

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int FIRST_CANDIDATE = 20_000;
    private static final int LAST_CANDIDATE = 32_000;
    private static final int MAX_ATTEMPTS = 50;

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
            return port == 0 ? holdAnyFree(held) : hold(held, port);
        } catch (IOException e) {
            throw new StartFailure("""
                    port %d on %s, wanted for %s, cannot be used (%s): stop the program that holds it, \
                    or give another one with %s""".formatted(port, HOST, part.label(), e.getMessage(), option), e);
        }
    }

    /** Below the range of outgoing connections, one of which could hold the port when it is wanted again later. */
    private static int holdAnyFree(List<ServerSocket> held) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return hold(held, ThreadLocalRandom.current().nextInt(FIRST_CANDIDATE, LAST_CANDIDATE));
            } catch (BindException e) {
                // taken: try another one
            }
        }
        return hold(held, 0);
    }

    private static int hold(List<ServerSocket> held, int port) throws IOException {
        var socket = new ServerSocket();
        held.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(LOOPBACK, port));
        return socket.getLocalPort();
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
