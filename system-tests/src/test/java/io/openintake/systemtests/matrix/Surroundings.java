package io.openintake.systemtests.matrix;

import io.openintake.systemtests.Rig;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all clients share.
 *
 * @param foreignTopic an intake topic that belongs to none of them
 * @param refusing held by whoever counts held and refused requests, which the gateway does not count per client
 * @param reading held by whoever counts Fetch requests
 */
record Surroundings(
        Rig rig,
        BrokerLog log,
        GatewayFigures figures,
        Usage usage,
        String foreignTopic,
        ReentrantLock refusing,
        ReentrantLock reading) {}
