package io.openintake.gateway.kafka.produce;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.kafka.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured before anything is parsed or inflated. */
class ProduceSizesTest {
    @ParameterizedTest
    @ValueSource(shorts = {3, 8, 9})
    void anHonestRequestIsParsed(short version) {
        assertTrue(ProduceShape.isBounded(request(version, 1, ProduceShape.MAX_PARTITIONS)));
        assertTrue(ProduceShape.isBounded(request(version, ProduceShape.MAX_TOPICS, 1)));
    }

    @ParameterizedTest
    @ValueSource(shorts = {3, 8, 9})
    void aBombOfTopicsOrPartitionsIsNot(short version) {
        assertFalse(ProduceShape.isBounded(request(version, 1, ProduceShape.MAX_PARTITIONS + 1)));
        assertFalse(ProduceShape.isBounded(request(version, 2, ProduceShape.MAX_PARTITIONS / 2 + 1)));
        assertFalse(ProduceShape.isBounded(request(version, ProduceShape.MAX_TOPICS + 1, 1)));
        ByteBuffer cutOff = request(version, 1, 1);
        assertFalse(ProduceShape.isBounded(cutOff.limit(cutOff.limit() - 2)));
    }

    @Test
    void whatTheLibraryWritesIsInflated() throws IOException {
        ByteBufferOutputStream compressed = new ByteBufferOutputStream(1_024);
        try (OutputStream out =
                Compression.of(CompressionType.SNAPPY).build().wrapForOutput(compressed, RecordBatch.MAGIC_VALUE_V2)) {
            out.write(new byte[200_000]);
        }
        assertTrue(SnappyBlocks.areBounded(compressed.buffer().flip()));
    }

    @Test
    void whatAnnouncesTooMuchIsNot() {
        ByteBuffer raw = ByteBuffer.allocate(32).putInt(0xffffff7f).flip();
        assertFalse(SnappyBlocks.areBounded(raw));
        assertFalse(SnappyBlocks.areBounded(
                framed(6).putInt(0xffffff7f).putShort((short) 0).flip()));
        assertFalse(SnappyBlocks.areBounded(framed(1_000).putInt(0).flip()));
        assertFalse(SnappyBlocks.areBounded(framed(0x82534e41).putInt(0).flip()));
        assertTrue(SnappyBlocks.areBounded(framed(4).putInt(0x03000000).flip()));
    }

    private static ByteBuffer framed(int blockBytes) {
        return ByteBuffer.allocate(64)
                .putLong(0x82534e4150505900L)
                .putInt(1)
                .putInt(1)
                .putInt(blockBytes);
    }

    private static ByteBuffer request(short version, int topics, int partitions) {
        ProduceRequestData request = new ProduceRequestData().setAcks((short) -1);
        for (int topic = 0; topic < topics; topic++) {
            TopicProduceData data = new TopicProduceData().setName("t" + topic);
            for (int index = 0; index < partitions; index++) {
                data.partitionData()
                        .add(new PartitionProduceData().setIndex(index).setRecords(MemoryRecords.EMPTY));
            }
            request.topicData().add(data);
        }
        return Wire.request(request, version, "client");
    }
}
