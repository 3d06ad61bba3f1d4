package io.openintake.simulation.kafka;

import java.util.ArrayList;
import java.util.List;

/** An intake topic; one that is deleted and created again is another one. */
public final class Topic {
    private final String id;
    private final List<Partition> partitions = new ArrayList<>();

    public Topic(String id, int partitions) {
        this.id = id;
        for (int number = 0; number < partitions; number++) {
            grow();
        }
    }

    public String id() {
        return id;
    }

    public List<Partition> partitions() {
        return partitions;
    }

    public Partition partition(int number) {
        return partitions.get(number);
    }

    public void grow() {
        partitions.add(new Partition(partitions.size()));
    }
}
