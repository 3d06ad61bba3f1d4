package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.RunnerId;
import java.util.List;

/**
 * What one gateway process had acknowledged for a runner, cumulative since the process started.
 *
 * @param gateway names the process; another start is another name
 */
public record TrafficReported(RunnerId runner, String gateway, List<PartitionTraffic> partitions) implements Event {
    public TrafficReported {
        partitions = List.copyOf(partitions);
    }

    /**
     * @param endOffset one past the highest offset that this process had acknowledged
     * @param records cumulative
     * @param wireBytes cumulative, as the batches lie on the wire (compressed)
     */
    public record PartitionTraffic(IntakeId intake, int partition, long endOffset, long records, long wireBytes) {}

    @Override
    public InternalTopic topic() {
        return InternalTopic.TRAFFIC;
    }

    @Override
    public String key() {
        return runner.toString();
    }

    @Override
    public long version() {
        return 0;
    }
}
