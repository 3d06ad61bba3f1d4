package io.openintake.simulation.world;

import io.openintake.contracts.Policies.ErrorPolicy;

/**
 * What users said about the intake.
 *
 * @param policy decides, together with a record's content, whether it can become a row
 */
public record Definition(String target, ErrorPolicy errors, int policy) {}
