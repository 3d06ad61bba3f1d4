package io.openintake.testkit.planted.commits.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

final class CommitsUnchecked {
    void commit(Consumer<byte[], byte[]> consumer) {
        consumer.commitSync();
        consumer.commitAsync();
    }

    @SuppressWarnings("removal")
    ConsumerGroupMetadata metadata() {
        return new ConsumerGroupMetadata("openintake-flusher");
    }
}
