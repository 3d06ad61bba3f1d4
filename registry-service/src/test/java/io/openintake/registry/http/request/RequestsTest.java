package io.openintake.registry.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.registry.RegistryConfig;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Violation;
import io.openintake.registry.domain.request.IntakePatch;
import io.openintake.registry.domain.request.UserPatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field out of its range is refused, by its name. */
final class RequestsTest {
    private static final String RUNNER = "{'displayName':'r','maxMessageSizeKiB':10,'maxMessagesPerHour':10}";
    private static final String USER = "{'displayName':'u','password':'SuperSafepass123!'}";
    private static final String INTAKE = "{'displayName':'i','intakeRunnerId':'00000000-0000-4000-8000-000000000001',"
            + "'catalog':{'uri':'https://catalog.example.com','warehouse':'w'}}";

    private final IntakeRequests intakes = new IntakeRequests(new Settings());

    private record Settings() implements RegistryConfig {
        @Override
        public List<String> regions() {
            return List.of("eu01");
        }

        @Override
        public String kafkaEndpoint() {
            return "localhost:9094";
        }

        @Override
        public Optional<List<String>> allowedHttpHosts() {
            return Optional.of(List.of("trusted"));
        }

        @Override
        public int minFlushIntervalSeconds() {
            return 5;
        }

        @Override
        public Duration outboxRetention() {
            return Duration.ZERO;
        }

        @Override
        public Duration removalInterval() {
            return Duration.ZERO;
        }
    }

    @Test
    void takesTheSmallestBodies() {
        assertEquals(List.of(), violations(RunnerRequests.order(json(RUNNER))));
        assertEquals(List.of(), violations(RunnerRequests.patch(json("{}"))));
        assertEquals(List.of(), violations(UserRequests.order(json(USER))));
        assertEquals(List.of(), violations(UserRequests.patch(json("{}"))));
        assertEquals(List.of(), violations(intakes.order(json(INTAKE))));
        assertEquals(
                List.of(),
                violations(intakes.patch(json("{'intakeRunnerId':'00000000-0000-4000-8000-000000000001'}"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'displayName':'a_b' | /displayName",
                "'displayName':7 | /displayName",
                "'description':7 | /description",
                "'labels':[] | /labels",
                "'labels':{'a':1} | /labels",
                "'labels':{'':'x'} | /labels",
                "'maxMessageSizeKiB':0 | /maxMessageSizeKiB",
                "'maxMessageSizeKiB':-1 | /maxMessageSizeKiB",
                "'maxMessageSizeKiB':1025 | /maxMessageSizeKiB",
                "'maxMessageSizeKiB':'10' | /maxMessageSizeKiB",
                "'maxMessageSizeKiB':1.5 | /maxMessageSizeKiB",
                "'maxMessagesPerHour':0 | /maxMessagesPerHour",
                "'maxMessagesPerHour':2147483648 | /maxMessagesPerHour",
                "'maxMessagesPerHour':1e9 | /maxMessagesPerHour",
                "'maxMessagesPerHour':true | /maxMessagesPerHour",
                "'state':'active' | /state",
                "'uri':'x' | /uri",
                "'projectId':'x' | /projectId",
                "'a/b~c':1 | /a~1b~0c"
            })
    void namesTheWrongFieldOfARunner(String fields, String pointer) {
        assertNames(pointer, RunnerRequests.patch(json("{" + fields + "}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'password':'short' | /password",
                "'password':7 | /password",
                "'password':'SuperSafepass123!\\n' | /password",
                "'type':'admin' | /type",
                "'displayName':'' | /displayName",
                "'user':'x' | /user"
            })
    void namesTheWrongFieldOfAUser(String fields, String pointer) {
        assertNames(pointer, UserRequests.patch(json("{" + fields + "}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'intakeRunnerId':'x' | /intakeRunnerId",
                "'intakeRunnerId':'1-1-1-1-1' | /intakeRunnerId",
                "'catalog':'x' | /catalog",
                "'catalog':{'uri':'http://catalog.example.com'} | /catalog/uri",
                "'catalog':{'uri':''} | /catalog/uri",
                "'catalog':{'warehouse':''} | /catalog/warehouse",
                "'catalog':{'namespace':'a..b'} | /catalog/namespace",
                "'catalog':{'tableName':''} | /catalog/tableName",
                "'catalog':{'partitioning':'daily'} | /catalog/partitioning",
                "'catalog':{'partitionBy':'id'} | /catalog/partitionBy",
                "'catalog':{'partitionBy':['id','bucket(16']} | /catalog/partitionBy/1",
                "'catalog':{'partitionBy':[7]} | /catalog/partitionBy/0",
                "'catalog':{'auth':{'type':'oauth2'}} | /catalog/auth/type",
                "'catalog':{'auth':{'dremio':{'tokenEndpoint':'x'}}} | /catalog/auth/dremio/tokenEndpoint",
                "'catalog':{'auth':{'dremio':{'personalAccessToken':7}}} | /catalog/auth/dremio/personalAccessToken",
                "'catalog':{'auth':{'dremio':{'scope':'x'}}} | /catalog/auth/dremio/scope",
                "'catalog':{'type':'rest'} | /catalog/type",
                "'flushIntervalSeconds':4 | /flushIntervalSeconds",
                "'flushIntervalSeconds':86401 | /flushIntervalSeconds",
                "'policies':{'evolution':'always'} | /policies/evolution",
                "'policies':{'mismatch':'always'} | /policies/mismatch",
                "'policies':{'errors':'always'} | /policies/errors",
                "'topic':'x' | /topic"
            })
    void namesTheWrongFieldOfAnIntake(String fields, String pointer) {
        assertNames(pointer, intakes.patch(json("{" + fields + "}")));
    }

    @Test
    void namesEveryFieldThatIsMissing() {
        assertEquals(
                List.of("/displayName", "/maxMessagesPerHour", "/maxMessageSizeKiB"),
                pointers(RunnerRequests.order(json("{}"))));
        assertEquals(List.of("/displayName", "/password"), pointers(UserRequests.order(json("{'type':null}"))));
        assertEquals(List.of("/displayName", "/intakeRunnerId", "/catalog"), pointers(intakes.order(json("{}"))));
        assertEquals(
                List.of("/displayName", "/intakeRunnerId", "/catalog/uri", "/catalog/warehouse"),
                pointers(intakes.order(json("{'catalog':{}}"))));
        assertEquals(List.of("/intakeRunnerId"), pointers(intakes.patch(json("{}"))));
    }

    @Test
    void refusesACapacityAboveTheLargest() {
        assertEquals(
                List.of("/maxMessagesPerHour"),
                pointers(RunnerRequests.order(
                        json("{'displayName':'r','maxMessageSizeKiB':1024,'maxMessagesPerHour':20481}"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[]", "7", "null", "{", "{} {}", "{'a':1,'a':2}", "{'displayName':'a','displayName':'b'}", "x"})
    void refusesWhatIsNoPlainJsonObject(String body) {
        assertEquals(List.of(""), pointers(RunnerRequests.order(json(body))));
        assertEquals(List.of(""), pointers(RunnerRequests.order(new byte[0])));
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() {
        String deep = "{'labels':" + "[".repeat(100) + "]".repeat(100) + "}";
        assertEquals(List.of(""), pointers(RunnerRequests.patch(json(deep))));
    }

    @Test
    void takesMaskAndEmptySecretsForUnchanged() {
        UserPatch user = accepted(UserRequests.patch(json("{'password':''}")));
        assertEquals(Optional.empty(), user.password());
        for (String secret : List.of("", "********")) {
            IntakePatch intake = accepted(intakes.patch(json("{'intakeRunnerId':'00000000-0000-4000-8000-000000000001',"
                    + "'catalog':{'auth':{'dremio':{'personalAccessToken':'" + secret + "'}}}}")));
            assertEquals(
                    Optional.empty(), intake.destination().auth().orElseThrow().secret());
        }
    }

    private static void assertNames(String pointer, Decision<?> decision) {
        List<String> named = pointers(decision);
        assertTrue(named.contains(pointer), named.toString());
    }

    private static List<String> pointers(Decision<?> decision) {
        return violations(decision).stream().map(Violation::pointer).toList();
    }

    private static List<Violation> violations(Decision<?> decision) {
        return switch (decision) {
            case Decision.Accepted<?> accepted -> List.of();
            case Decision.Refused<?> refused ->
                assertInstanceOf(Refusal.Invalid.class, refused.refusal()).violations();
        };
    }

    private static <T> T accepted(Decision<T> decision) {
        return switch (decision) {
            case Decision.Accepted<T> accepted -> accepted.answer();
            case Decision.Refused<T> refused -> throw new AssertionError(refused.toString());
        };
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
