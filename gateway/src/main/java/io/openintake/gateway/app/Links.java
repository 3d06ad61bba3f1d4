package io.openintake.gateway.app;

import java.util.concurrent.ScheduledExecutorService;

/** Makes connections to brokers. */
public interface Links {
    /** A link that lives on this loop; it connects in the background and takes requests at once. */
    Link open(BrokerAddress address, ScheduledExecutorService loop);
}
