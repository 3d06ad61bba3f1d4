package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramServerTest {
    /** RFC 7677 section 3. */
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";

    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final int ITERATIONS = 4_096;

    @Test
    void speaksTheExampleOfTheStandard() {
        ScramServer server = opened(ScramMechanism.SHA_256, "n,,n=user,r=" + CLIENT_NONCE);
        assertEquals(
                "r=" + CLIENT_NONCE + SERVER_NONCE + ",s=" + SALT + ",i=4096",
                new String(server.challenge(), StandardCharsets.UTF_8));
        Optional<byte[]> last = server.verify(
                bytes("c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
        assertEquals(
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
                last.map(token -> new String(token, StandardCharsets.UTF_8)).orElse("refused"));
    }

    @ParameterizedTest
    @EnumSource(ScramMechanism.class)
    void letsARightPasswordIn(ScramMechanism mechanism) {
        ScramServer server = opened(mechanism, "n,,n=user,r=abc");
        String nonce = "abc" + SERVER_NONCE;
        assertTrue(server.verify(proof(mechanism, "pencil", "biws", nonce)).isPresent());
        assertTrue(server.verify(proof(mechanism, "pencils", "biws", nonce)).isEmpty());
    }

    @Test
    void acceptsTheDoubledNonceOfOldLibrdkafka() {
        ScramServer server = opened(ScramMechanism.SHA_512, "n,,n=user,r=abc");
        assertTrue(server.verify(proof(ScramMechanism.SHA_512, "pencil", "biws", "abcabc" + SERVER_NONCE))
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "x", "abcabcabc%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", "abd%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"})
    void refusesAnotherNonceEvenWithARightProof(String nonce) {
        ScramServer server = opened(ScramMechanism.SHA_512, "n,,n=user,r=abc");
        assertTrue(server.verify(proof(ScramMechanism.SHA_512, "pencil", "biws", nonce))
                .isEmpty());
    }

    @Test
    void refusesAnotherChannelBindingEvenWithARightProof() {
        ScramServer server = opened(ScramMechanism.SHA_512, "n,,n=user,r=abc");
        byte[] token = proof(ScramMechanism.SHA_512, "pencil", "eSws", "abc" + SERVER_NONCE);
        assertTrue(server.verify(token).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,",
                "n=user,r=abc",
                "p=tls-unique,,n=user,r=abc",
                "n,a=other,n=user,r=abc",
                "n,,m=x,n=user,r=abc",
                "n,,n=,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=user,r=",
                "n,,n=user,r=a c",
                "n,,n=user,r=abc,tokenauth=true"
            })
    void refusesAnOpeningThatIsNone(String token) {
        assertTrue(ScramServer.open(ScramMechanism.SHA_512, bytes(token)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c=biws", "c=biws,r=abc", "c=biws,r=abc,p=***", "c=biws,r=abc,x=1,p=AAAA", "p=AAAA"})
    void refusesAFinalMessageThatIsNone(String token) {
        assertTrue(opened(ScramMechanism.SHA_512, "n,,n=user,r=abc")
                .verify(bytes(token))
                .isEmpty());
    }

    @Test
    void readsEscapedNamesAndTheOwnIdentity() {
        assertEquals(
                "a,b=c",
                ScramServer.open(ScramMechanism.SHA_512, bytes("y,,n=a=2Cb=3Dc,r=abc"))
                        .orElseThrow()
                        .userName());
        assertEquals(
                "user",
                ScramServer.open(ScramMechanism.SHA_512, bytes("n,a=user,n=user,r=abc"))
                        .orElseThrow()
                        .userName());
    }

    @Test
    void phantomsLookLikeUsersAndStayTheSame() {
        PhantomUser phantoms = new PhantomUser(new byte[] {1});
        ScramVerifier once = phantoms.verifier(ScramMechanism.SHA_512, "nobody");
        assertEquals(once, phantoms.verifier(ScramMechanism.SHA_512, "nobody"));
        assertNotEquals(once, phantoms.verifier(ScramMechanism.SHA_512, "somebody"));
        assertEquals(PhantomUser.SALT_BYTES, once.salt().length());
        ScramServer server = ScramServer.open(ScramMechanism.SHA_512, bytes("n,,n=nobody,r=abc"))
                .orElseThrow()
                .answer(once, SERVER_NONCE);
        assertFalse(server.verify(proof(ScramMechanism.SHA_512, "pencil", "biws", "abc" + SERVER_NONCE))
                .isPresent());
    }

    private static ScramServer opened(ScramMechanism mechanism, String token) {
        return ScramServer.open(mechanism, bytes(token)).orElseThrow().answer(verifier(mechanism), SERVER_NONCE);
    }

    /** Kafka's own SCRAM is the oracle. */
    private static ScramVerifier verifier(ScramMechanism mechanism) {
        ScramFormatter oracle = oracle(mechanism);
        byte[] salted = salted(oracle, "pencil");
        return new ScramVerifier(
                Bytes.ofBase64(SALT),
                Bytes.of(oracle.storedKey(mechanism.hmac(salted, bytes("Client Key")))),
                Bytes.of(mechanism.hmac(salted, bytes("Server Key"))),
                ITERATIONS);
    }

    private static byte[] proof(ScramMechanism mechanism, String password, String binding, String nonce) {
        ScramFormatter oracle = oracle(mechanism);
        String withoutProof = "c=" + binding + ",r=" + nonce;
        String message = "n=user,r=abc,r=abc" + SERVER_NONCE + ",s=" + SALT + ",i=4096," + withoutProof;
        byte[] clientKey = mechanism.hmac(salted(oracle, password), bytes("Client Key"));
        byte[] signature = mechanism.hmac(oracle.storedKey(clientKey), bytes(message));
        byte[] proof = new byte[signature.length];
        for (int index = 0; index < proof.length; index++) {
            proof[index] = (byte) (clientKey[index] ^ signature[index]);
        }
        return bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    private static byte[] salted(ScramFormatter oracle, String password) {
        try {
            return oracle.hi(bytes(password), Base64.getDecoder().decode(SALT), ITERATIONS);
        } catch (java.security.InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ScramFormatter oracle(ScramMechanism mechanism) {
        try {
            return new ScramFormatter(org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
                    mechanism.saslName()));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
