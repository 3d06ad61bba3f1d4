package io.openintake.gateway.app.login;

import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.UserId;
import io.openintake.gateway.app.flow.FairWorkers;
import io.openintake.gateway.domain.ScramMechanism;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks a clear password against a SCRAM verifier, which costs tens of milliseconds by design: on workers that the
 * networks of clients share by turns, and a right password is remembered as an HMAC under a key of this process.
 */
public final class PasswordCheck {
    static final int MAX_REMEMBERED = 10_000;
    private static final String MAC = "HmacSHA256";
    private static final ScramMechanism MECHANISM = ScramMechanism.SHA_256;

    private final FairWorkers workers;
    private final byte[] processKey;
    private final Map<Credential, byte[]> right = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Credential, byte[]> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** A password in the course of time. */
    public record Credential(UserId user, long version) {}

    /**
     * What somebody claims to know.
     *
     * @param network where the claim comes from
     */
    public record Claim(Credential credential, String network, byte[] password) {}

    /** The key must be random and known to nobody else. */
    public PasswordCheck(FairWorkers workers, byte[] processKey) {
        this.workers = workers;
        this.processKey = processKey.clone();
    }

    /** Completes with whether the password is right; exceptionally when too many checks wait. */
    public CompletableFuture<Boolean> isRight(Claim claim, ScramVerifier verifier) {
        byte[] mark = MECHANISM.hmac(processKey, claim.password);
        if (isRemembered(claim.credential, mark)) {
            return CompletableFuture.completedFuture(true);
        }
        return workers.run(claim.network, () -> {
            byte[] expected = verifier.storedKey().toArray();
            boolean same = MessageDigest.isEqual(storedKey(claim.password, verifier), expected);
            if (same) {
                remember(claim.credential, mark);
            }
            return same;
        });
    }

    private static byte[] storedKey(byte[] password, ScramVerifier verifier) {
        byte[] salted = saltedPassword(password, verifier);
        return MECHANISM.hash(MECHANISM.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII)));
    }

    /** {@code Hi} of RFC 5802, which is PBKDF2 with one block. */
    private static byte[] saltedPassword(byte[] password, ScramVerifier verifier) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(password, MAC));
            mac.update(verifier.salt().toArray());
            byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] salted = round.clone();
            for (int rounds = 1; rounds < verifier.iterations(); rounds++) {
                round = mac.doFinal(round);
                for (int index = 0; index < salted.length; index++) {
                    salted[index] ^= round[index];
                }
            }
            return salted;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + MAC, missing);
        }
    }

    private synchronized boolean isRemembered(Credential credential, byte[] mark) {
        byte[] known = right.get(credential);
        return known != null && MessageDigest.isEqual(known, mark);
    }

    private synchronized void remember(Credential credential, byte[] mark) {
        right.put(credential, mark);
    }
}
