package io.openintake.gateway.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;

/**
 * Who is logged in.
 *
 * @param credentialVersion of the password that opened the session
 */
public record Principal(
        UserId user, UserType type, IntakeId intake, RunnerId runner, ProjectId project, long credentialVersion) {

    /** The only topic that this user may touch. */
    public String topic() {
        return switch (type) {
            case INTAKE -> intake.topic();
            case DEAD_LETTER -> intake.deadLetterTopic();
        };
    }

    /** The name of the user's consumer group on the backing cluster. */
    public String groupOnCluster(String group) {
        return groupPrefix() + group;
    }

    /** The name that the user knows the group by. */
    public String groupOfUser(String groupOnCluster) {
        return groupOnCluster.startsWith(groupPrefix())
                ? groupOnCluster.substring(groupPrefix().length())
                : groupOnCluster;
    }

    private String groupPrefix() {
        return "u." + intake + ".";
    }
}
