package io.openintake.registry.http.request;

import io.openintake.contracts.UserType;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.request.UserOrder;
import io.openintake.registry.domain.request.UserPatch;
import io.openintake.registry.domain.value.Password;
import io.openintake.registry.domain.value.ProfilePatch;
import java.util.Optional;

/** Reads the bodies of requests about users. */
public final class UserRequests {
    private static final String PASSWORD = "password";

    private UserRequests() {}

    /** The body of a creation. */
    public static Decision<UserOrder> order(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require(ProfileFields.DISPLAY_NAME, PASSWORD);
        ProfilePatch profile = ProfileFields.patch(fields);
        Optional<UserType> type = type(fields);
        Optional<Password> password = fields.text(PASSWORD, Password::new);
        var violations = fields.violations();
        return violations.isEmpty()
                ? Decision.accept(new UserOrder(
                        ProfileFields.profile(profile), type.orElse(UserType.INTAKE), password.orElseThrow()))
                : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    /** The body of an update; clients send an empty password for "unchanged". */
    public static Decision<UserPatch> patch(byte[] body) {
        Fields fields = Fields.of(body);
        ProfilePatch profile = ProfileFields.patch(fields);
        Optional<UserType> type = type(fields);
        Optional<Password> password = fields.text(
                        PASSWORD, text -> text.isEmpty() ? Optional.<Password>empty() : Optional.of(new Password(text)))
                .flatMap(given -> given);
        var violations = fields.violations();
        return violations.isEmpty()
                ? Decision.accept(new UserPatch(profile, type, password))
                : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    private static Optional<UserType> type(Fields fields) {
        return fields.choice("type", UserType.values(), UserType::text);
    }
}
