package io.openintake.flusher.app;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.secret.CredentialCipher;
import io.openintake.flusher.domain.Trouble;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What intakes are to be and with which credentials; fed by mirrors, read by everybody. */
public final class Definitions {
    /** Where an intake wrote to before it was moved: needed while its state still names it. */
    private static final int MAX_TARGETS = 8;

    private final Optional<CredentialCipher> cipher;
    private final Map<IntakeId, IntakeDefined> defined = new ConcurrentHashMap<>();
    private final Map<IntakeId, Map<String, IntakeDefined>> byTarget = new ConcurrentHashMap<>();
    private final Map<IntakeId, CredentialStored> credentials = new ConcurrentHashMap<>();
    private final Set<IntakeId> removed = ConcurrentHashMap.newKeySet();

    /**
     * @param cipher empty when no keys are configured; intakes that need a credential then say so
     */
    public Definitions(Optional<CredentialCipher> cipher) {
        this.cipher = cipher;
    }

    public void defined(IntakeDefined intake) {
        byTarget.compute(intake.intake(), (id, before) -> remembering(before, intake));
        defined.put(intake.intake(), intake);
    }

    private static Map<String, IntakeDefined> remembering(
            @org.jspecify.annotations.Nullable Map<String, IntakeDefined> before, IntakeDefined intake) {
        Map<String, IntakeDefined> targets = before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
        targets.put(intake.target().hash(), intake);
        if (targets.size() > MAX_TARGETS) {
            targets.remove(targets.keySet().iterator().next());
        }
        return targets;
    }

    /** The definition of this key is gone. */
    public void removed(IntakeId intake) {
        if (defined.remove(intake) != null || !removed.contains(intake)) {
            removed.add(intake);
        }
        byTarget.remove(intake);
    }

    public void stored(CredentialStored credential) {
        credentials.put(credential.intake(), credential);
    }

    public void credentialRemoved(IntakeId intake) {
        credentials.remove(intake);
    }

    /** All intakes. */
    public Collection<IntakeDefined> all() {
        return List.copyOf(defined.values());
    }

    public Optional<IntakeDefined> of(IntakeId intake) {
        return Optional.ofNullable(defined.get(intake));
    }

    /** Whether the definition was seen to be removed: its mere absence means nothing. */
    public boolean isRemoved(IntakeId intake) {
        return removed.contains(intake) && !defined.containsKey(intake);
    }

    /** How to reach the intake's table with this target hash. */
    public Lookup access(IntakeId intake, String target) {
        IntakeDefined definition = byTarget.getOrDefault(intake, Map.of()).get(target);
        if (definition == null) {
            return refused("target-unknown", "the table that it wrote to before it was moved is not known");
        }
        return switch (definition.auth()) {
            case CatalogAuth.None none -> found(definition, Optional.empty());
            case CatalogAuth.Dremio dremio -> opened(definition);
        };
    }

    private Lookup opened(IntakeDefined definition) {
        CredentialStored stored = credentials.get(definition.intake());
        if (stored == null || !belongsTo(stored, definition)) {
            return new Lookup.Missing(
                    Trouble.Kind.TRANSIENT, "credential-missing", "the catalog credential has not arrived yet");
        }
        if (cipher.isEmpty()) {
            return refused("keys-missing", "the flusher has no keys to open the credential with");
        }
        try {
            return found(definition, Optional.of(cipher.get().open(stored)));
        } catch (IllegalStateException sealed) {
            return refused("credential-sealed", "the credential does not open with the flusher's keys");
        }
    }

    /**
     * Definitions and credentials come by two mirrors in no order. A newer secret may serve an older definition only
     * where it would go to the same place: it must not reach an endpoint that its owner has just left.
     */
    private boolean belongsTo(CredentialStored stored, IntakeDefined definition) {
        if (stored.version() == definition.credentialVersion()) {
            return true;
        }
        IntakeDefined newest = defined.get(definition.intake());
        return newest != null
                && newest.credentialVersion() == stored.version()
                && newest.auth().equals(definition.auth());
    }

    private static Lookup refused(String code, String message) {
        return new Lookup.Missing(Trouble.Kind.REFUSED, code, message);
    }

    private static Lookup found(IntakeDefined definition, Optional<String> secret) {
        return new Lookup.Found(new IntakeTables.Access(
                definition.intake(), definition.target(), definition.auth(), definition.credentialVersion(), secret));
    }

    /** What looking up came to. */
    public sealed interface Lookup {
        record Found(IntakeTables.Access access) implements Lookup {}

        record Missing(Trouble.Kind kind, String code, String message) implements Lookup {}
    }
}
