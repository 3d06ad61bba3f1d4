package io.openintake.flusher.app;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.TableTarget;
import java.util.Optional;

/** Port: tables in REST catalogs. */
public interface IntakeTables {
    /**
     * A connection to an intake's table; asks nothing yet. One per (intake, credential version), never shared between
     * intakes; the caller closes it when either changes.
     */
    IntakeTable connect(Access access);

    /**
     * @param secret the credential in clear; empty when {@code auth} needs none
     */
    record Access(
            IntakeId intake, TableTarget target, CatalogAuth auth, long credentialVersion, Optional<String> secret) {
        @Override
        public String toString() {
            return "Access[intake=" + intake + ", target=" + target.hash() + "]";
        }
    }
}
