package io.openintake.simulation.table;

import io.openintake.simulation.kafka.Message;
import java.util.List;

/** Rows written for one version of a table. Compared by identity: the same rows written twice are two files. */
public final class DataFile {
    private final List<Message> rows;
    private final long plannedMain;

    /**
     * @param rows none when somebody else wrote it
     * @param plannedMain snapshot of the table that it was written for; 0 when it does not matter
     */
    public DataFile(List<Message> rows, long plannedMain) {
        this.rows = List.copyOf(rows);
        this.plannedMain = plannedMain;
    }

    public List<Message> rows() {
        return rows;
    }

    public long plannedMain() {
        return plannedMain;
    }

    @Override
    public String toString() {
        return "file" + rows;
    }
}
