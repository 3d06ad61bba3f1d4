package io.openintake.gateway;

import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.login.Authenticator.HostRule;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.netty.Listeners.Edge;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration, parsed and found safe.
 *
 * @param edge what connections begin with
 * @param hostRule by which host name users come
 * @param phantomSecret for the challenges of users that do not exist
 * @param certificateLook how often the certificate is looked after
 * @param admission who may produce how much
 */
public record GatewaySettings(
        List<InetSocketAddress> listen,
        Edge edge,
        HostRule hostRule,
        Optional<String> advertisedHost,
        Optional<Integer> advertisedPort,
        String clusterId,
        byte[] phantomSecret,
        Duration certificateLook,
        Limits limits,
        AdmissionTerms admission) {}
