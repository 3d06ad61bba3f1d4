package io.openintake.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    @Test
    void defaultsAreThese() {
        GatewayConfig config = config(Map.of());
        assertEquals(List.of("0.0.0.0:9094"), config.listen());
        assertEquals(Optional.empty(), config.tls().certificate());
        assertEquals(Optional.empty(), config.tls().key());
        assertEquals(false, config.insecurePlaintext());
        assertEquals(Optional.empty(), config.advertisedHost());
        assertEquals(Optional.empty(), config.advertisedPort());
        assertEquals("openintake", config.clusterId());
        assertEquals(16 * 1_024 * 1_024, config.maxRequestBytes());
        assertEquals(64L * 1_024 * 1_024, config.maxMemoryBytes());
        assertEquals(2_000, config.maxConnections());
        assertEquals(50, config.maxLoginsPerAddress());
        assertEquals(Duration.ofSeconds(25), config.drainTimeout());
        assertEquals(Duration.ofMinutes(30), config.maxConnectionAge());
        assertEquals(Optional.empty(), config.phantomSecret());
        assertEquals(Optional.empty(), config.trustedProxies());
        assertEquals(false, config.requireRunnerHost());
        assertEquals(10, config.admission().burstMinutes());
        assertEquals(1, config.admission().gateways());
        assertEquals(Duration.ofMinutes(16), config.admission().usageSilence());
        assertEquals(
                GatewayConfig.Admission.BlockedResponse.HOLD, config.admission().blockedResponse());
    }

    @Test
    void readsHowFullBuffersAreAnswered() {
        GatewaySettings settings = SettingsReader.read(config(Map.of(
                "intake.gateway.insecure-plaintext", "true",
                "intake.gateway.admission.blocked-response", "policy-violation",
                "intake.gateway.admission.gateways", "3")));
        assertEquals(
                new AdmissionTerms(Duration.ofMinutes(10), 3, Duration.ofMinutes(16), AdmissionTerms.WhenFull.FAIL),
                settings.admission());
    }

    @Test
    void refusesABurstThatIsNone() {
        Map<String, String> none =
                Map.of("intake.gateway.admission.burst-minutes", "0", "intake.gateway.insecure-plaintext", "true");
        assertThrows(IllegalStateException.class, () -> SettingsReader.read(config(none)));
    }

    @Test
    void refusesToStartWithoutACertificate() {
        String text = assertThrows(IllegalStateException.class, () -> SettingsReader.read(config(Map.of())))
                .getMessage();
        assertTrue(text.contains("intake.gateway.tls.certificate"), text);
    }

    @Test
    void refusesHalfOfATlsSetting() {
        Map<String, String> half =
                Map.of("intake.gateway.tls.key", "/nowhere", "intake.gateway.insecure-plaintext", "true");
        assertThrows(IllegalStateException.class, () -> SettingsReader.read(config(half)));
    }

    @Test
    void plaintextMustBeAskedFor() {
        GatewaySettings settings = SettingsReader.read(config(Map.of(
                "intake.gateway.insecure-plaintext", "true", "intake.gateway.listen", "127.0.0.1:9094,[::1]:9095")));
        assertTrue(settings.edge().tls().isEmpty());
        assertEquals(
                List.of(9_094, 9_095),
                settings.listen().stream().map(address -> address.getPort()).toList());
        assertTrue(settings.listen().get(1).getAddress().isLoopbackAddress());
    }

    @Test
    void takesNetworksOfBalancersAndRefusesWhatIsNone() {
        GatewaySettings settings = SettingsReader.read(config(Map.of(
                "intake.gateway.insecure-plaintext", "true", "intake.gateway.trusted-proxies", "10.0.0.0/8,fd00::/8")));
        assertEquals(2, settings.edge().proxies().size());
        for (String wrong : List.of("10.0.0.1", "balancer/8", "10.0.0.0/99", "10.0.0.0/x")) {
            Map<String, String> values =
                    Map.of("intake.gateway.insecure-plaintext", "true", "intake.gateway.trusted-proxies", wrong);
            String text = assertThrows(IllegalStateException.class, () -> SettingsReader.read(config(values)))
                    .getMessage();
            assertTrue(text.contains("intake.gateway.trusted-proxies"), text);
        }
    }

    @Test
    void aRunnersHostNeedsTls() {
        Map<String, String> values =
                Map.of("intake.gateway.insecure-plaintext", "true", "intake.gateway.require-runner-host", "true");
        assertThrows(IllegalStateException.class, () -> SettingsReader.read(config(values)));
    }

    @Test
    void namesAnAddressThatIsNone() {
        assertThrows(IllegalStateException.class, () -> SettingsReader.address("localhost"));
        assertThrows(IllegalStateException.class, () -> SettingsReader.address("localhost:port"));
        assertThrows(IllegalStateException.class, () -> SettingsReader.address("localhost:70000"));
    }

    private static GatewayConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
