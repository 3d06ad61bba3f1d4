package io.openintake.registry.domain.status;

/** How an intake fares, in one word. */
public enum Health {
    HEALTHY("healthy"),
    DEGRADED("degraded"),
    FAILED("failed"),
    UNKNOWN("unknown");

    private final String text;

    Health(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }

    /** The health that goes with a state; an intake that never flushed is as healthy as its topics. */
    public static Health of(IntakeState state, Reports reports) {
        return switch (state) {
            case FAILED -> FAILED;
            case RECONCILING -> UNKNOWN;
            case ACTIVE, DELETING ->
                reports.delivery()
                        .map(report -> switch (report.state()) {
                            case HEALTHY -> HEALTHY;
                            case DEGRADED -> DEGRADED;
                            case FAILED -> FAILED;
                        })
                        .orElse(HEALTHY);
        };
    }
}
