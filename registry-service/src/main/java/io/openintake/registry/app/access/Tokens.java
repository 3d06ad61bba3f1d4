package io.openintake.registry.app.access;

import java.util.Optional;

/** Knows the tokens that the operator has given out. */
public interface Tokens {
    /** The valid token with this text. */
    Optional<Token> find(String bearer);
}
