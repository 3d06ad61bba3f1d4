package io.openintake.gateway.app;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UserDefined;
import io.openintake.gateway.domain.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runners, intakes and users as the registry published them; written by the mirrors, read by every connection. */
public final class Directory {
    private final Map<UserId, UserDefined> users = new ConcurrentHashMap<>();
    private final Map<IntakeId, IntakeDefined> intakes = new ConcurrentHashMap<>();
    private final Map<RunnerId, RunnerDefined> runners = new ConcurrentHashMap<>();

    /** Takes a definition; others are not for us. */
    public void changed(Event event) {
        if (event instanceof UserDefined user) {
            users.put(user.user(), user);
        } else if (event instanceof IntakeDefined intake) {
            intakes.put(intake.intake(), intake);
        } else if (event instanceof RunnerDefined runner) {
            runners.put(runner.runner(), runner);
        }
    }

    /** A user is gone. */
    public void userRemoved(UserId user) {
        users.remove(user);
    }

    /** A runner or intake is gone. */
    public void resourceRemoved(IntakeId intake, RunnerId runner) {
        intakes.remove(intake);
        runners.remove(runner);
    }

    /** The user with this SASL name, whatever it may do at present. */
    public Optional<UserDefined> user(String userName) {
        return UserId.ofUserName(userName).map(users::get);
    }

    /** Who the user is when logged in; empty while its intake takes no clients. */
    public Optional<Principal> principal(UserDefined user) {
        return Optional.ofNullable(intakes.get(user.intake()))
                .filter(intake -> intake.lifecycle() == Lifecycle.ACTIVE)
                .filter(intake -> isActive(runners.get(intake.runner())))
                .map(intake -> new Principal(
                        user.user(),
                        user.type(),
                        intake.intake(),
                        intake.runner(),
                        intake.project(),
                        user.credentialVersion()));
    }

    /** Whether a session of this principal may go on. */
    public boolean isCurrent(Principal principal) {
        return Optional.ofNullable(users.get(principal.user()))
                .flatMap(this::principal)
                .filter(principal::equals)
                .isPresent();
    }

    /** Whether there is such an intake. */
    public boolean hasIntake(IntakeId intake) {
        return intakes.containsKey(intake);
    }

    /** What the runner's owner ordered. */
    public Optional<Capacity> capacity(RunnerId runner) {
        return Optional.ofNullable(runners.get(runner)).map(RunnerDefined::capacity);
    }

    /** The {@code host:port} that clients of this runner bootstrap from. */
    public Optional<String> host(RunnerId runner) {
        return Optional.ofNullable(runners.get(runner)).map(RunnerDefined::host);
    }

    private static boolean isActive(@org.jspecify.annotations.Nullable RunnerDefined runner) {
        return runner != null && runner.lifecycle() == Lifecycle.ACTIVE;
    }
}
