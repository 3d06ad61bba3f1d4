package io.openintake.simulation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.simulation.mutation.Mutant;
import io.openintake.simulation.mutation.Mutation;
import io.openintake.testkit.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That each defect is caught, {@code ./intake sim --mutations} shows; here only that none of them has gone stale. */
final class MutationTest {
    private static final String SEED = Search.Seed.class.getName();

    @TempDir
    private Path root;

    static List<Mutation> all() {
        return Mutation.all(Checkout.root().resolve("system-tests/simulation/mutations"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void stillFitsTheSources(Mutation mutation) {
        assertDoesNotThrow(() -> Mutant.of(mutation, Checkout.root(), SEED));
    }

    @Test
    void changesWhatTheSimulationRuns() {
        Mutation mutation = all().stream()
                .filter(one -> one.name().equals("no-intent"))
                .findFirst()
                .orElseThrow();
        LongFunction<String> seed = Mutant.of(mutation, Checkout.root(), SEED);
        Optional<Search.Found> found = Search.first(seed, 1, 200);
        assertTrue(found.orElseThrow().violation().contains("the log has no intent"), found::toString);
        assertEquals(
                Optional.empty(), Search.first(new Search.Seed(), 1, found.get().seed()));
    }

    @Test
    void failsLoudlyWhenItsTextIsGone() throws Exception {
        assertRefused("class Some {}\n", "no longer in Some.java");
    }

    @Test
    void failsLoudlyWhenItsTextStandsTwice() throws Exception {
        assertRefused("int a = 1;\nint a = 1;\n", "more than once in Some.java");
    }

    private void assertRefused(String source, String reason) throws Exception {
        Files.writeString(root.resolve("Some.java"), source);
        Mutation mutation = new Mutation(
                "planted", "nothing", List.of(new Mutation.Edit("Some.java", "int a = 1;\n", "int a = 2;\n")));
        var failure = assertThrows(IllegalStateException.class, () -> Mutant.of(mutation, root, SEED));
        assertTrue(failure.getMessage().startsWith(reason), failure.getMessage());
    }
}
