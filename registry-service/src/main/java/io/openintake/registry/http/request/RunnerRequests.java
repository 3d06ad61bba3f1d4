package io.openintake.registry.http.request;

import io.openintake.contracts.Capacity;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.request.RunnerOrder;
import io.openintake.registry.domain.request.RunnerPatch;
import io.openintake.registry.domain.value.ProfilePatch;
import java.util.Optional;

/** Reads the bodies of requests about runners. */
public final class RunnerRequests {
    private static final String MESSAGES = "maxMessagesPerHour";
    private static final String SIZE = "maxMessageSizeKiB";

    private RunnerRequests() {}

    /** The body of a creation. */
    public static Decision<RunnerOrder> order(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require(ProfileFields.DISPLAY_NAME, MESSAGES, SIZE);
        ProfilePatch profile = ProfileFields.patch(fields);
        Optional<Integer> messages = messages(fields);
        Optional<Integer> size = size(fields);
        var violations = fields.violations();
        if (!violations.isEmpty()) {
            return new Decision.Refused<>(new Refusal.Invalid(violations));
        }
        if ((long) messages.orElseThrow() * size.orElseThrow() > Capacity.MAX_KIB_PER_HOUR) {
            return new Decision.Refused<>(Refusal.Invalid.capacity());
        }
        return Decision.accept(new RunnerOrder(
                ProfileFields.profile(profile), new Capacity(messages.orElseThrow(), size.orElseThrow())));
    }

    /** The body of an update. */
    public static Decision<RunnerPatch> patch(byte[] body) {
        Fields fields = Fields.of(body);
        RunnerPatch patch = new RunnerPatch(ProfileFields.patch(fields), messages(fields), size(fields));
        var violations = fields.violations();
        return violations.isEmpty() ? Decision.accept(patch) : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    private static Optional<Integer> messages(Fields fields) {
        return fields.integer(MESSAGES, value -> within(value, Integer.MAX_VALUE));
    }

    private static Optional<Integer> size(Fields fields) {
        return fields.integer(SIZE, value -> within(value, Capacity.MAX_MESSAGE_SIZE_KIB));
    }

    private static int within(int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("must be 1 to " + max);
        }
        return value;
    }
}
