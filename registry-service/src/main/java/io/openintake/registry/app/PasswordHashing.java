package io.openintake.registry.app;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.ScramVerifier;
import io.openintake.registry.domain.Verifiers;
import io.openintake.registry.domain.value.Password;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns passwords into SCRAM verifiers (RFC 5802 section 3; RFC 7677 for SHA-256) on threads of its own, since that is
 * slow on purpose. When too many wait, further ones fail at once.
 */
@Singleton
public final class PasswordHashing {
    /** The most that Kafka's clients accept. */
    static final int ITERATIONS = 16_384;

    private static final int SALT_BYTES = 16;
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 64;

    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("password-hashing-", 0).factory());

    /** What is kept of the password, under fresh salts. Fails when too many are waiting. */
    public CompletionStage<Verifiers> verifiers(Password password) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> new Verifiers(verifier(password, "SHA-256"), verifier(password, "SHA-512")), threads);
        } catch (java.util.concurrent.RejectedExecutionException tooMany) {
            return CompletableFuture.failedFuture(
                    new TemporarilyUnavailable("too many passwords are being set", tooMany));
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private ScramVerifier verifier(Password password, String hash) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        try {
            byte[] salted = saltedPassword(password, hash, salt);
            byte[] clientKey = hmac(hash, salted).doFinal("Client Key".getBytes(StandardCharsets.UTF_8));
            byte[] serverKey = hmac(hash, salted).doFinal("Server Key".getBytes(StandardCharsets.UTF_8));
            byte[] storedKey = MessageDigest.getInstance(hash).digest(clientKey);
            return new ScramVerifier(Bytes.of(salt), Bytes.of(storedKey), Bytes.of(serverKey), ITERATIONS);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK has HMAC with " + hash, broken);
        }
    }

    /** RFC 5802's Hi(). The JDK's PBKDF2 is not it for passwords beyond ASCII on every provider, so it is spelt out. */
    private static byte[] saltedPassword(Password password, String hash, byte[] salt) throws GeneralSecurityException {
        Mac mac = hmac(hash, password.text().getBytes(StandardCharsets.UTF_8));
        mac.update(salt);
        byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = block.clone();
        for (int i = 1; i < ITERATIONS; i++) {
            block = mac.doFinal(block);
            for (int j = 0; j < result.length; j++) {
                result[j] ^= block[j];
            }
        }
        return result;
    }

    private static Mac hmac(String hash, byte[] key) throws GeneralSecurityException {
        String algorithm = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac;
    }
}
