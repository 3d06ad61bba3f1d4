package io.openintake.gateway.kafka.produce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProduceOutcomeTest {
    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"CORRUPT_MESSAGE", "UNKNOWN_TOPIC_OR_PARTITION", "NOT_ENOUGH_REPLICAS"})
    void nothingOvertakesABatchThatItsClientRepeats(Errors error) {
        assertEquals(true, ProduceOutcome.repeated(error, 1).isPresent());
    }

    @Test
    void aTooLargeBatchIsRepeatedInPartsIfItHasAny() {
        assertEquals(true, ProduceOutcome.repeated(Errors.MESSAGE_TOO_LARGE, 2).isPresent());
        assertEquals(false, ProduceOutcome.repeated(Errors.MESSAGE_TOO_LARGE, 1).isPresent());
    }
}
