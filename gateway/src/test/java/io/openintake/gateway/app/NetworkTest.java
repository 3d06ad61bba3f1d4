package io.openintake.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2:ffff::1, 2001:db8:1:2::/64",
        "::1, 0:0:0:0::/64"
    })
    void countsAnIpv6NetworkOfOnePartyAsOne(String address, String network) throws Exception {
        assertEquals(network, Network.of(InetAddress.getByName(address).getHostAddress()));
    }

    @ParameterizedTest
    @CsvSource({"unknown, unknown"})
    void leavesWhatIsNoAddress(String text, String same) {
        assertEquals(same, Network.of(text));
    }
}
