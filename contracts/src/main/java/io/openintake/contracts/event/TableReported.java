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

    /** What somebody did, kept beside what we did: a new column must not hide that the table was rolled back. */
    public static final String DISTURBANCE = "disturbance";

    /** What can happen to a table behind our back, and what we did to it. */
    public enum Kind {
        TABLE_CREATED(ASPECT),
        TABLE_EVOLVED(ASPECT),
        TABLE_REWOUND(DISTURBANCE),
        TABLE_REPLACED(DISTURBANCE),
        TABLE_RECREATED(DISTURBANCE),
        PROPERTY_LOST(DISTURBANCE),
        TOPIC_RECREATED(DISTURBANCE);

        private final String aspect;

        Kind(String aspect) {
            this.aspect = aspect;
        }
    }

    @Override
    public String aspect() {
        return kind.aspect;
    }

    @Override
    public TableReported withVersion(long newVersion) {
        return new TableReported(intake, newVersion, kind, detail, time);
    }
}
