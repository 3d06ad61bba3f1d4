package io.openintake.benchmarks.rig;

import io.openintake.benchmarks.process.FreePorts;
import java.util.List;

/** The ports of everything, chosen together before anything starts: who is told of whom must know them. */
record Ports(
        int controller,
        int direct,
        int directTls,
        int behindPipe,
        int behindPipeTls,
        int pipe,
        int pipeTls,
        int gateway,
        int gatewayTls,
        int gatewayHttp,
        int gatewayTlsHttp) {
    private static final int COUNT = 11;

    static Ports choose() {
        List<Integer> free = FreePorts.find(COUNT);
        return new Ports(
                free.get(0),
                free.get(1),
                free.get(2),
                free.get(3),
                free.get(4),
                free.get(5),
                free.get(6),
                free.get(7),
                free.get(8),
                free.get(9),
                free.get(10));
    }
}
