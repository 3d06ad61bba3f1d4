package io.openintake.registry.domain.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebAddressTest {
    private static final Set<String> TRUSTED = Set.of("127.0.0.1", "catalog", "[::1]");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://catalog.example.com",
                "https://catalog.example.com:8181/iceberg?x=1",
                "HTTPS://Catalog.Example.COM/",
                "https://8.8.8.8/iceberg",
                "https://a/oauth/token",
                "https://127.0.0.1/",
                "http://127.0.0.1:1/iceberg",
                "http://catalog",
                "http://[::1]:8181/"
            })
    void takesPublicHostsAndTrustedOnes(String text) {
        assertEquals(text, WebAddress.parse(text, TRUSTED).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/iceberg",
                "https:",
                "https://",
                "https:///path",
                "mailto:a@example.com",
                "ftp://catalog.example.com",
                "file:///etc/passwd",
                "http://catalog.example.com",
                "https://user:secret@catalog.example.com",
                "https://@catalog.example.com",
                "https://catalog.example.com/#fragment",
                "https://catalog.example.com\\@127.0.0.2",
                "https://catalog.example.com /",
                "https://catalog..example.com",
                "https://-catalog.example.com",
                "https://cat_alog.example.com",
                "https://k\u00e4se.example.com",
                "https://localhost",
                "https://LOCALHOST:8181",
                "https://localhost.",
                "https://a.localhost",
                "https://metadata.google.internal",
                "https://x.internal",
                "https://registry.openintake.svc",
                "https://registry.openintake.svc.cluster.local",
                "https://printer.local",
                "https://127.0.0.2",
                "https://127.1",
                "https://127.0.0.1.",
                "https://0127.0.0.1",
                "https://0x7f.0.0.1",
                "https://0x7f000001",
                "https://2130706433",
                "https://017700000001",
                "https://0",
                "https://0.0.0.0",
                "https://10.1.2.3",
                "https://172.16.0.1",
                "https://172.31.255.255",
                "https://192.168.0.1",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1",
                "https://192.0.2.1",
                "https://198.18.0.1",
                "https://203.0.113.9",
                "https://224.0.0.1",
                "https://255.255.255.255",
                "https://256.1.1.1",
                "https://1.2.3",
                "https://1.2.3.4.5",
                "https://[::1]",
                "https://[fe80::1]",
                "https://[::ffff:a9fe:a9fe]",
                "https://[2001:4860:4860::8888]"
            })
    void refusesWhatCouldLeadIntoOurNetwork(String text) {
        assertThrows(IllegalArgumentException.class, () -> WebAddress.parse(text, Set.of()));
    }
}
