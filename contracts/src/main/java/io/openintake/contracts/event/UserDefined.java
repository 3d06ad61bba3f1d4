package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;

/**
 * A Kafka credential: who may log in, for what, and how a login is checked.
 *
 * @param credentialVersion rises when the password changes; a session begun under an older one ends
 */
public record UserDefined(
        UserId user,
        IntakeId intake,
        ProjectId project,
        long version,
        long credentialVersion,
        UserType type,
        ScramVerifier sha256,
        ScramVerifier sha512)
        implements Event {
    @Override
    public InternalTopic topic() {
        return InternalTopic.USERS;
    }

    @Override
    public String key() {
        return user.toString();
    }
}
