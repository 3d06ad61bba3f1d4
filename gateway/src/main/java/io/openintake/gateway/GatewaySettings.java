package io.openintake.gateway;

import io.openintake.gateway.app.Limits;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.netty.TlsFiles;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The configuration, parsed and found safe.
 *
 * @param tls empty for plaintext
 * @param phantomSecret for the challenges of users that do not exist
 */
public record GatewaySettings(
        List<InetSocketAddress> listen,
        Optional<TlsFiles> tls,
        Optional<String> advertisedHost,
        Optional<Integer> advertisedPort,
        String clusterId,
        byte[] phantomSecret,
        Limits limits,
        AdmissionTerms admission) {}
