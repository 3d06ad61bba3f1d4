package io.openintake.contracts;

import java.util.Optional;
import java.util.UUID;

/** The id of an intake user. */
public record UserId(UUID value) implements Comparable<UserId> {
    private static final String USER_NAME_PREFIX = "intake-user-";

    /** Parses the canonical text form; anything else is an {@link IllegalArgumentException} without the text. */
    public static UserId parse(String text) {
        return new UserId(CanonicalUuid.parse(text));
    }

    /** The id in a SASL user name, or empty when the name is not one of ours. */
    public static Optional<UserId> ofUserName(String userName) {
        if (!userName.startsWith(USER_NAME_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(userName.substring(USER_NAME_PREFIX.length())));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** The SASL user name that clients log in with. */
    public String userName() {
        return USER_NAME_PREFIX + value;
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
