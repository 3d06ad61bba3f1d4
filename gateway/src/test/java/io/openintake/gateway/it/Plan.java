package io.openintake.gateway.it;

import io.openintake.gateway.GatewaySettings;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.Limits.Deadlines;
import io.openintake.gateway.app.login.Authenticator.HostRule;
import io.openintake.gateway.domain.FrameLimits;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.netty.Listeners.Edge;
import io.openintake.gateway.netty.TlsFiles;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a gateway under test is set to; without a word: TLS on 127.0.0.1 before the shared broker. */
public final class Plan {
    public static final Certificate CERTIFICATE = Certificate.make();
    private static final long MEMORY_BYTES = 64L * 1_024 * 1_024;
    private static final int CONNECTIONS = 500;

    private Optional<Map<String, String>> cluster = Optional.empty();
    private AdmissionTerms admission = AdmissionTerms.DEFAULT;
    private Optional<TlsFiles> tls = Optional.of(TlsFiles.read(CERTIFICATE.certificate(), CERTIFICATE.key()));
    private List<String> proxies = List.of();
    private HostRule hostRule = HostRule.ANY;
    private Path trusted = CERTIFICATE.certificate();
    private Duration certificateLook = TlsFiles.LOOK;
    private Duration drain = Duration.ofSeconds(5);
    private Duration age = Duration.ofMinutes(30);
    private Deadlines deadlines = Deadlines.USUAL;
    private int loginsPerAddress = 200;
    private final List<InetSocketAddress> listen =
            new ArrayList<>(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));

    public Plan kafka(String bootstrap) {
        return cluster(Map.of("bootstrap.servers", bootstrap));
    }

    /** A cluster that is reached by these client settings. */
    Plan cluster(Map<String, String> clientSettings) {
        cluster = Optional.of(clientSettings);
        return this;
    }

    Plan admission(AdmissionTerms terms) {
        admission = terms;
        return this;
    }

    public Plan plaintext() {
        tls = Optional.empty();
        return this;
    }

    public Plan certificate(Certificate certificate, Duration look) {
        tls = Optional.of(TlsFiles.read(certificate.certificate(), certificate.key()));
        trusted = certificate.copied();
        certificateLook = look;
        return this;
    }

    public Plan proxies(String... networks) {
        proxies = List.of(networks);
        return this;
    }

    public Plan runnerHostOnly() {
        hostRule = HostRule.OF_RUNNER;
        return this;
    }

    public Plan drain(Duration longest) {
        drain = longest;
        return this;
    }

    public Plan age(Duration longest) {
        age = longest;
        return this;
    }

    public Plan deadlines(Deadlines others) {
        deadlines = others;
        return this;
    }

    public Plan loginsPerAddress(int most) {
        loginsPerAddress = most;
        return this;
    }

    public Plan alsoListen(String host) {
        listen.add(new InetSocketAddress(host, 0));
        return this;
    }

    public RunningGateway start() {
        FrameLimits frames = new FrameLimits(RunningGateway.MAX_REQUEST_BYTES);
        Limits limits = new Limits(frames, MEMORY_BYTES, CONNECTIONS, loginsPerAddress, drain, age, deadlines);
        GatewaySettings settings = new GatewaySettings(
                List.copyOf(listen),
                new Edge(tls, proxies.stream().map(Edge::network).toList()),
                hostRule,
                Optional.empty(),
                Optional.empty(),
                "test-installation",
                new byte[] {1, 2, 3},
                certificateLook,
                limits,
                admission);
        return new RunningGateway(cluster.orElseGet(Plan::shared), settings, trusted);
    }

    private static Map<String, String> shared() {
        return Map.of("bootstrap.servers", SharedBacking.with(Part.KAFKA).kafkaBootstrap());
    }
}
