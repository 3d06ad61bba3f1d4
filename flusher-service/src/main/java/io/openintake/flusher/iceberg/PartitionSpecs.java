package io.openintake.flusher.iceberg;

import io.openintake.flusher.domain.schema.PartitionTerm;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;

/** Partition terms as Iceberg's spec. */
final class PartitionSpecs {
    private PartitionSpecs() {}

    static PartitionSpec of(Schema schema, List<PartitionTerm> terms) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        for (PartitionTerm term : terms) {
            switch (term.transform()) {
                case IDENTITY -> spec.identity(term.column());
                case YEAR -> spec.year(term.column());
                case MONTH -> spec.month(term.column());
                case DAY -> spec.day(term.column());
                case HOUR -> spec.hour(term.column());
                case BUCKET -> spec.bucket(term.column(), term.parameter());
                case TRUNCATE -> spec.truncate(term.column(), term.parameter());
                case VOID -> spec.alwaysNull(term.column());
            }
        }
        return spec.build();
    }
}
