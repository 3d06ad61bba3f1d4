package io.openintake.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.value.DisplayName;
import io.openintake.registry.domain.value.Labels;
import io.openintake.registry.domain.value.Profile;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RemovalsTest {
    private static final Scope SCOPE = new Scope(ProjectId.parse("018f0000-0000-7000-8000-000000000001"), "eu01");
    private static final RunnerId BROKEN = RunnerId.parse("018f0000-0000-7000-8000-000000000002");
    private static final RunnerId FINE = RunnerId.parse("018f0000-0000-7000-8000-000000000003");

    @Test
    void goesOnWithTheOthersWhenOneCannotBeRemoved() {
        List<Object> removed = new ArrayList<>();
        Definitions definitions = port(Definitions.class, (name, arguments) -> switch (name) {
            case "leavingIntakes" -> List.of();
            case "leavingRunners" -> List.of(leaving(BROKEN), leaving(FINE));
            default -> throw new AssertionError(name);
        });
        Changes changes = port(Changes.class, (name, arguments) -> {
            if (BROKEN.equals(arguments[1])) {
                throw new IllegalStateException("a row that cannot be read");
            }
            removed.add(arguments[1]);
            return Decision.accept(arguments[1]);
        });
        Mirrors nothing = port(Mirrors.class, (name, arguments) -> {
            throw new AssertionError(name);
        });
        new Removals(definitions, changes, nothing).run();
        assertEquals(List.of(FINE), removed);
    }

    private static Runner leaving(RunnerId id) {
        Profile profile = new Profile(new DisplayName("r"), Optional.empty(), new Labels(new TreeMap<>()));
        return new Runner(id, SCOPE, profile, new Capacity(10, 10), Lifecycle.DELETING, 2, Instant.EPOCH);
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    /** A port of which few methods are asked, each for a stage of what the answer says. */
    private static <T> T port(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            try {
                return CompletableFuture.completedFuture(answer.to(method.getName(), given));
            } catch (IllegalStateException broken) {
                return CompletableFuture.failedFuture(broken);
            }
        }));
    }
}
