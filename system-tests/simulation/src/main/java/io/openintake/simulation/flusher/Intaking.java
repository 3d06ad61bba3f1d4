package io.openintake.simulation.flusher;

import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.flusher.domain.Answer;
import io.openintake.flusher.domain.Effect;
import io.openintake.flusher.domain.Extent;
import io.openintake.flusher.domain.Tally;
import io.openintake.flusher.domain.Trouble;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.kafka.Partition;
import io.openintake.simulation.kafka.Topic;
import io.openintake.simulation.world.Definition;
import io.openintake.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The batch of a flush: read from the topic, judged by the policy. Stands for source topic and conversion. */
final class Intaking {
    private final World world;
    private final Topic topic;
    private final Definition definition;
    private SortedMap<Integer, Extent> extents = new TreeMap<>();

    Intaking(World world, Topic topic, Definition definition) {
        this.world = world;
        this.topic = topic;
        this.definition = definition;
    }

    Answer.Read read(SortedMap<Integer, Long> from) {
        if (world.isUnlucky() && world.random.nextBoolean()) {
            return new Answer.Failed(new Trouble(Trouble.Kind.TRANSIENT, "buffer-unavailable", "simulated"));
        }
        SortedMap<Integer, Long> ends = new TreeMap<>();
        extents = new TreeMap<>();
        for (Partition partition : seen(from)) {
            long start = from.getOrDefault(partition.number(), 0L);
            if (partition.start() > start) {
                return new Answer.GapFound(partition.number(), start, partition.start());
            }
            long all = partition.end() - start;
            long some = all > 0 && world.isUnlucky() ? world.random.nextLong(all + 1) : all;
            ends.put(partition.number(), start + some);
            extents.put(partition.number(), new Extent(start, start, 0));
        }
        return taken(ends);
    }

    /** New partitions are known a little later. */
    private List<Partition> seen(SortedMap<Integer, Long> from) {
        return topic.partitions().stream()
                .filter(partition -> from.containsKey(partition.number()) || !world.isUnlucky())
                .toList();
    }

    Answer.Taken taken(SortedMap<Integer, Long> ends) {
        SortedMap<Integer, Extent> cut = new TreeMap<>();
        extents.forEach((number, extent) -> {
            long to = ends.getOrDefault(number, extent.from());
            cut.put(
                    number,
                    new Extent(extent.from(), to, topic.partition(number).records(extent.from(), to)));
        });
        extents = cut;
        return new Answer.Taken(extents, 0);
    }

    boolean hasRows() {
        return !records(false).isEmpty();
    }

    List<Message> rows() {
        return records(false);
    }

    Tally tally() {
        SortedMap<Integer, Long> rows = new TreeMap<>();
        records(false).forEach(row -> rows.merge(row.partition(), 1L, Long::sum));
        SortedMap<Integer, Long> skipped = new TreeMap<>();
        List<Tally.Dead> dead = new ArrayList<>();
        for (Message bad : records(true)) {
            if (definition.errors() == ErrorPolicy.SKIP) {
                skipped.merge(bad.partition(), 1L, Long::sum);
            } else {
                dead.add(new Tally.Dead(bad.partition(), bad.offset(), "not-json", 10));
            }
        }
        return new Tally(rows, skipped, dead);
    }

    List<Message> letters(Tally tally) {
        return tally.dead().stream()
                .map(one -> topic.partition(one.partition()).at(one.offset()))
                .toList();
    }

    /** As the intent says, whatever the policy is by now. */
    List<Message> letters(Effect.DeadLetters.OfIntent intent) {
        List<Message> letters = new ArrayList<>();
        intent.pending()
                .to()
                .forEach((number, planned) ->
                        planned.dead().values().forEach(offsets -> letters.addAll(at(number, offsets.offsets()))));
        return letters;
    }

    private List<Message> at(int partition, List<Long> offsets) {
        return offsets.stream().map(topic.partition(partition)::at).toList();
    }

    private List<Message> records(boolean bad) {
        List<Message> found = new ArrayList<>();
        extents.forEach((number, extent) -> {
            Partition partition = topic.partition(number);
            for (long offset = extent.from(); offset < extent.to(); offset++) {
                Message message = partition.at(offset);
                if (message.isRecord() && world.isBad(message.content(), definition.policy()) == bad) {
                    found.add(message);
                }
            }
        });
        return found;
    }
}
