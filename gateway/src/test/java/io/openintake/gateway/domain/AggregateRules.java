package io.openintake.gateway.domain;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;

/** The last two columns of a row: what an intake user and a dead-letter user get. */
@Retention(RetentionPolicy.RUNTIME)
@AggregateWith(AggregateRules.Columns.class)
@interface AggregateRules {
    /** Reads the columns. */
    final class Columns implements ArgumentsAggregator {
        private static final int FIRST = 4;

        @Override
        public Object aggregateArguments(ArgumentsAccessor row, ParameterContext context) {
            return new KafkaApi.Rule[] {row.get(FIRST, KafkaApi.Rule.class), row.get(FIRST + 1, KafkaApi.Rule.class)};
        }
    }
}
