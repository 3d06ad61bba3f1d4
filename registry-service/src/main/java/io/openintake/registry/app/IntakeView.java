package io.openintake.registry.app;

import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.status.IntakeState;
import io.openintake.registry.domain.status.Reports;

/** An intake as its owner wants it, and as the other services see it. */
public record IntakeView(Intake intake, Reports reports, IntakeState state) {}
