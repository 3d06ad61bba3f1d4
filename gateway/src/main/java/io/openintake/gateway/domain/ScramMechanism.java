package io.openintake.gateway.domain;

import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.event.UserDefined;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The two SCRAM mechanisms that are served (RFC 5802, RFC 7677). */
public enum ScramMechanism {
    SHA_512("SCRAM-SHA-512", "SHA-512", 128),
    SHA_256("SCRAM-SHA-256", "SHA-256", 64);

    private static final int INNER_PAD = 0x36;
    private static final int OUTER_PAD = 0x5c;

    private final String saslName;
    private final String digestAlgorithm;
    private final int blockBytes;

    ScramMechanism(String saslName, String digestAlgorithm, int blockBytes) {
        this.saslName = saslName;
        this.digestAlgorithm = digestAlgorithm;
        this.blockBytes = blockBytes;
    }

    /** The mechanism with this SASL name. */
    public static Optional<ScramMechanism> ofSaslName(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.saslName.equals(name))
                .findFirst();
    }

    /** The name in the SASL registry. */
    public String saslName() {
        return saslName;
    }

    /** What is kept of the user's password for this mechanism. */
    public ScramVerifier verifier(UserDefined user) {
        return switch (this) {
            case SHA_512 -> user.sha512();
            case SHA_256 -> user.sha256();
        };
    }

    /** {@code HMAC(key, data)} (RFC 2104). */
    public byte[] hmac(byte[] key, byte[] data) {
        byte[] block = Arrays.copyOf(key.length > blockBytes ? hash(key) : key, blockBytes);
        return hash(padded(block, OUTER_PAD), hash(padded(block, INNER_PAD), data));
    }

    /** {@code H(data)}, of the parts one after the other. */
    public byte[] hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(digestAlgorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + digestAlgorithm, missing);
        }
    }

    private static byte[] padded(byte[] block, int pad) {
        byte[] padded = new byte[block.length];
        for (int index = 0; index < padded.length; index++) {
            padded[index] = (byte) (block[index] ^ pad);
        }
        return padded;
    }
}
