package io.openintake.buffer.app;

import io.openintake.buffer.domain.TopicFacts;
import io.openintake.buffer.domain.TopicPlan;
import java.util.Collection;
import java.util.Map;

/** The topics of intakes on the cluster. Every call answers for each topic, and can be repeated. */
public interface Topics {
    /** What the cluster says of a topic. */
    sealed interface Look {
        record Found(TopicFacts facts) implements Look {}

        record Missing() implements Look {}

        /** It cannot be told now; ask again. */
        record Unknown(String reason) implements Look {}
    }

    /** What became of a wish. */
    sealed interface Change {
        /** It is so now, or was so already. */
        record Done() implements Change {}

        /** The cluster does not want it; asking again helps only after a person has acted. */
        record Refused(String reason) implements Change {}

        /** It cannot be told; ask again. */
        record Unknown(String reason) implements Change {}
    }

    /** Describes topics, settings included. */
    Map<String, Look> look(Collection<String> topics);

    /** Creates topics. */
    Map<String, Change> create(Collection<TopicPlan> plans);

    /** Deletes topics. */
    Map<String, Change> delete(Collection<String> topics);
}
