package io.openintake.launcher.demo;

import io.openintake.contracts.IntakeId;
import org.apache.iceberg.catalog.TableIdentifier;

/** The demo's intake and who may use it. */
public record Demo(String project, IntakeId intake, Login producer, Login deadLetterReader) {
    /** The table that the intake fills. */
    public static final TableIdentifier TABLE = TableIdentifier.of(DemoResources.NAMESPACE, DemoResources.TABLE);

    /** A Kafka user. */
    public record Login(String userName, String password) {
        @Override
        public String toString() {
            return userName;
        }
    }
}
