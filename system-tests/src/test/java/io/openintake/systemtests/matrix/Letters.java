package io.openintake.systemtests.matrix;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes dead letters as the flusher does, in transactions, of which some come to nothing. */
final class Letters implements AutoCloseable {
    private final String kafka;
    private final String topic;
    private final KafkaProducer<String, String> producer;

    Letters(String kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "transactional.id", "matrix-" + topic),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
    }

    /** So many letters named prefix-0, prefix-1, …, in one transaction. */
    void committed(String prefix, int count) {
        write(prefix, count);
        producer.commitTransaction();
    }

    /** The same in a transaction that is aborted after the broker has them. */
    void aborted(String prefix, int count) {
        write(prefix, count);
        producer.flush();
        producer.abortTransaction();
    }

    /** Where a group goes on, as the backing broker knows it; -1 when it has committed nothing. */
    long committedOffset(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, 0));
            return committed == null ? -1 : committed.offset();
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private void write(String prefix, int count) {
        producer.beginTransaction();
        IntStream.range(0, count).forEach(n -> {
            var unused = producer.send(new ProducerRecord<>(topic, prefix + "-" + n));
        });
    }
}
