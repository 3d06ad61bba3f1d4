package io.openintake.gateway.kafka.cluster;

import io.openintake.gateway.domain.KafkaApi;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;

/**
 * Whether a broker speaks all that the gateway passes on. What clients are offered stands fast ({@link KafkaApi}) and
 * does not shrink with the cluster: every Kafka since 3.1 has it, and an older one is refused at the start.
 */
final class BrokerVersions {
    /** Answered by the gateway itself. */
    private static final Set<KafkaApi> OWN = Set.of(
            KafkaApi.METADATA,
            KafkaApi.FIND_COORDINATOR,
            KafkaApi.SASL_HANDSHAKE,
            KafkaApi.API_VERSIONS,
            KafkaApi.SASL_AUTHENTICATE,
            KafkaApi.DESCRIBE_CLUSTER);

    private BrokerVersions() {}

    /** What the broker lacks, in words; nothing when it will do. */
    static List<String> lacking(Collection<ApiVersion> offered) {
        List<Range> needed = new ArrayList<>();
        for (KafkaApi api : KafkaApi.values()) {
            if (!OWN.contains(api)) {
                needed.add(new Range(
                        api, api.versions().acceptedMin(), api.versions().max()));
            }
        }
        needed.add(Range.of(KafkaApi.METADATA, ClusterView.METADATA_VERSION));
        needed.add(Range.of(KafkaApi.FIND_COORDINATOR, ClusterView.FIND_COORDINATOR_VERSION));
        return needed.stream()
                .filter(range -> offered.stream().noneMatch(range::isWithin))
                .map(range -> range.api + " " + range.min + " to " + range.max)
                .toList();
    }

    private record Range(KafkaApi api, short min, short max) {
        private static Range of(KafkaApi api, short version) {
            return new Range(api, version, version);
        }

        private boolean isWithin(ApiVersion offered) {
            return offered.apiKey() == api.key() && offered.minVersion() <= min && offered.maxVersion() >= max;
        }
    }
}
