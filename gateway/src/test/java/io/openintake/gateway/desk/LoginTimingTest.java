package io.openintake.gateway.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.gateway.GatewayMetrics;
import io.openintake.gateway.app.AuditTrail;
import io.openintake.gateway.app.ClientChannel.Encryption;
import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.flow.FairWorkers;
import io.openintake.gateway.app.login.Authenticator;
import io.openintake.gateway.app.login.Authenticator.HostRule;
import io.openintake.gateway.app.login.Authenticator.Origin;
import io.openintake.gateway.app.login.Authenticator.Secrets;
import io.openintake.gateway.app.login.LoginStep;
import io.openintake.gateway.app.login.PasswordCheck;
import io.openintake.gateway.domain.PhantomUser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time that the first answer takes does not tell whether a user exists. */
class LoginTimingTest {
    /** Two samples of one source are further apart once in 15,000 runs. */
    private static final double MOST_DEVIATIONS = 4;
    /** Within one process ranks show less than any network would let through. */
    private static final double UNSEEN_NANOS = 500;

    private final Household tenant = Household.make();
    private final FairWorkers workers = new FairWorkers("timing", 1, 16);
    private final Authenticator authenticator = authenticator();
    private final SplittableRandom random = new SplittableRandom(7);

    private record Measured(TwoSamples samples, double[] known, double[] unknown) {}

    @AfterEach
    void close() {
        workers.close();
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-512, 600", "SCRAM-SHA-256, 600", "PLAIN, 300"})
    void aStrangerIsNotKnownByTheTimeTheAnswerTakes(String mechanism, int samples) {
        measured(mechanism, samples / 4);
        Measured measured = measured(mechanism, samples);
        double deviations = measured.samples.deviations();
        System.out.printf(
                "%s: %.2f deviations apart, medians %.1f and %.1f us%n",
                mechanism, deviations, median(measured.known) / 1_000, median(measured.unknown) / 1_000);
        double apart = Math.abs(median(measured.known) - median(measured.unknown));
        assertTrue(
                deviations < MOST_DEVIATIONS || apart < UNSEEN_NANOS,
                mechanism + " differs by " + deviations + " deviations and " + apart + " ns");
        // The test is worth something: a difference of half the usual time would be seen.
        double more = median(measured.known) / 2;
        double[] slower = Arrays.stream(measured.known).map(one -> one + more).toArray();
        assertTrue(new TwoSamples(slower, measured.unknown).deviations() > MOST_DEVIATIONS);
    }

    @Test
    void aFailureIsAnsweredAtATimeThatTheCheckDoesNotChange() {
        for (String user : new String[] {tenant.writer().userName(), stranger()}) {
            LoginStep.Failure failure = (LoginStep.Failure) step("PLAIN", user, "192.0.2.9");
            // The check took some of the delay already.
            assertTrue(failure.delay().compareTo(Duration.ofMillis(100)) < 0, failure::toString);
        }
    }

    @Test
    void ranksTellSamplesApart() {
        double[] low = {1, 2, 3, 4};
        assertEquals(0.5, new TwoSamples(low, low).superiority());
        assertEquals(1, new TwoSamples(new double[] {9, 10}, low).superiority());
        assertEquals(0, new TwoSamples(low, new double[] {9, 10}).superiority());
    }

    /** By turns in random order, so that whatever else the machine does falls on both. */
    private Measured measured(String mechanism, int samples) {
        double[] known = new double[samples];
        double[] unknown = new double[samples];
        // One of each, made before: new names and the generator's own hashing would leave traces in the caches.
        String stranger = stranger();
        for (int index = 0; index < samples; index++) {
            boolean knownFirst = random.nextBoolean();
            if (knownFirst) {
                known[index] = nanos(mechanism, tenant.writer().userName());
            }
            unknown[index] = nanos(mechanism, stranger);
            if (!knownFirst) {
                known[index] = nanos(mechanism, tenant.writer().userName());
            }
        }
        return new Measured(new TwoSamples(known, unknown), known, unknown);
    }

    private double nanos(String mechanism, String user) {
        String address = "10.0." + random.nextInt(256) + "." + random.nextInt(256);
        long begun = System.nanoTime();
        step(mechanism, user, address);
        return System.nanoTime() - begun;
    }

    private LoginStep step(String mechanism, String user, String address) {
        String token = mechanism.equals("PLAIN") ? "\0" + user + "\0wrong-password" : "n,,n=" + user + ",r=abcdefgh";
        Origin origin = new Origin(address, "", "");
        return authenticator
                .begin(mechanism, Encryption.TLS, origin)
                .orElseThrow()
                .next(token.getBytes(StandardCharsets.UTF_8))
                .join();
    }

    private static String stranger() {
        return new UserId(UUID.randomUUID()).userName();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Authenticator authenticator() {
        Directory directory = new Directory();
        tenant.definitions().forEach(directory::changed);
        assertTrue(directory.user(tenant.user(UserType.INTAKE).userName()).isPresent());
        return new Authenticator(
                directory,
                new Secrets(new PhantomUser(new byte[] {1}), new PasswordCheck(workers, new byte[] {2})),
                HostRule.ANY,
                new AuditTrail(event -> {}, System::nanoTime),
                new GatewayMetrics(new SimpleMeterRegistry()));
    }
}
