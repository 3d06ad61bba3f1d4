package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import java.time.Instant;

/**
 * The last thing that was noticed about the table itself.
 *
 * @param detail which commits and offsets, for people
 */
public record TableReported(IntakeId intake, long version, Kind kind, String detail, Instant time)
        implements StatusEvent {
    public static final String ASPECT = "table";

    /** What can happen to a table behind our back, and what we did to it. */
    public enum Kind {
        TABLE_CREATED,
        TABLE_EVOLVED,
        TABLE_REWOUND,
        TABLE_REPLACED,
        TABLE_RECREATED,
        PROPERTY_LOST,
        TOPIC_RECREATED
    }

    @Override
    public String aspect() {
        return ASPECT;
    }

    @Override
    public TableReported withVersion(long newVersion) {
        return new TableReported(intake, newVersion, kind, detail, time);
    }
}
