package io.openintake.gateway.kafka.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** Which brokers will do. */
class BrokerVersionsTest {
    @Test
    void aBrokerOfTheClientLibrarysVersionWillDo() {
        assertEquals(List.of(), BrokerVersions.lacking(offered()));
    }

    @Test
    void namesWhatAnOlderOneLacks() {
        List<ApiVersion> older = offered();
        older.removeIf(one -> one.apiKey() == ApiKeys.INIT_PRODUCER_ID.id);
        older.forEach(one -> {
            if (one.apiKey() == ApiKeys.FETCH.id) {
                one.setMaxVersion((short) 11);
            }
        });
        assertEquals(List.of("FETCH 4 to 12", "INIT_PRODUCER_ID 0 to 4"), BrokerVersions.lacking(older));
    }

    @Test
    void aBrokerThatGaveUpWhatClientsStillSpeakWillNotDo() {
        List<ApiVersion> newer = offered();
        newer.forEach(one -> {
            if (one.apiKey() == ApiKeys.PRODUCE.id) {
                one.setMinVersion((short) 4);
            }
        });
        assertEquals(List.of("PRODUCE 3 to 9"), BrokerVersions.lacking(newer));
    }

    private static List<ApiVersion> offered() {
        List<ApiVersion> offered = new ArrayList<>();
        for (ApiKeys api : ApiKeys.values()) {
            if (api.hasValidVersion()) {
                offered.add(new ApiVersion()
                        .setApiKey(api.id)
                        .setMinVersion(api.oldestVersion())
                        .setMaxVersion(api.latestVersion()));
            }
        }
        return offered;
    }
}
