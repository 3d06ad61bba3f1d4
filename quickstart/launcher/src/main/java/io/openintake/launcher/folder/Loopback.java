package io.openintake.launcher.folder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** What this machine allows on its loopback interface. */
public final class Loopback {
    public static final String HOST = "127.0.0.1";
    private static final int ANY = 0;

    private Loopback() {}

    public static boolean isFree(int port) {
        return binds(HOST, port) && (!hasIpv6() || binds("::1", port));
    }

    /** Some containers have none; then the gateway listens on 127.0.0.1 only. */
    public static boolean hasIpv6() {
        return binds("::1", ANY);
    }

    private static boolean binds(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
