package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.IntakeTable.Fault.Kind;
import java.util.Arrays;
import java.util.Set;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ValidationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What an exception of the catalog's or the storage's client means to the flush. The texts are ours: an exception's own
 * message can hold an upstream body, and that can hold anything.
 */
final class Faults {
    private static final Logger LOG = Logger.getLogger(Faults.class);
    /** S3's codes for credentials that were good once: the catalog lends others. */
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");

    private static final int MAX_CAUSES = 10;
    private static final int MAX_FRAMES = 8;

    private Faults() {}

    static Fault of(Throwable failure) {
        Throwable cause = failure;
        // the outermost exception that says something: Iceberg wraps storage failures in plain ones
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            Fault fault = known(cause);
            if (fault != null) {
                return fault;
            }
            cause = cause.getCause();
        }
        // frames without messages: an operator can see a defect of ours, and nobody's content
        LOG.warnf(
                "table failure of an unknown kind errorCode=table-unavailable exception=%s at=%s",
                failure.getClass().getName(),
                Arrays.stream(failure.getStackTrace()).limit(MAX_FRAMES).toList());
        return new Fault(
                Kind.TRANSIENT,
                "table-unavailable",
                "the catalog or the storage failed: " + failure.getClass().getSimpleName());
    }

    private static @Nullable Fault known(Throwable failure) {
        return switch (failure) {
            case Destinations.Forbidden forbidden ->
                new Fault(
                        Kind.REFUSED,
                        "address-forbidden",
                        "an address that the intake or its catalog gives must not be used: " + forbidden.getMessage());
            case DremioTokens.Unavailable down ->
                new Fault(Kind.TRANSIENT, "token-endpoint-unavailable", String.valueOf(down.getMessage()));
            case DremioTokens.Refused refused ->
                new Fault(Kind.AUTHENTICATION, "token-refused", String.valueOf(refused.getMessage()));
            case NotAuthorizedException refused ->
                new Fault(Kind.AUTHENTICATION, "catalog-unauthorized", "the catalog does not accept the credentials");
            case ForbiddenException forbidden ->
                new Fault(Kind.REFUSED, "catalog-forbidden", "the catalog forbids it (403)");
            case NoSuchWarehouseException missing ->
                new Fault(Kind.REFUSED, "warehouse-missing", "the catalog has no such warehouse");
            case CommitFailedException conflict ->
                new Fault(Kind.CONFLICT, "commit-conflict", "the table has moved on (409)");
            case AlreadyExistsException exists ->
                new Fault(Kind.CONFLICT, "table-exists", "somebody else created it at the same time");
            case NoSuchTableException gone -> new Fault(Kind.CONFLICT, "table-gone", "the table is gone");
            case NoSuchNamespaceException gone -> new Fault(Kind.CONFLICT, "namespace-gone", "the namespace is gone");
            case BadRequestException refused ->
                new Fault(Kind.REFUSED, "catalog-refused", "the catalog does not accept the request (400)");
            case ValidationException refused ->
                new Fault(Kind.REFUSED, "table-refused", "Iceberg does not accept the change");
            case ServiceFailureException down ->
                new Fault(Kind.TRANSIENT, "catalog-unavailable", "the catalog fails (5xx)");
            case RESTException noAnswer ->
                new Fault(Kind.TRANSIENT, "catalog-unavailable", "the catalog gives no usable answer");
            case NotFoundException missing ->
                new Fault(Kind.TRANSIENT, "file-missing", "a file of the table's metadata is not there");
            case SdkException storage -> storage(storage);
            default -> null;
        };
    }

    private static Fault storage(SdkException failure) {
        if (failure instanceof AwsServiceException refused && EXPIRED.contains(code(refused))) {
            return new Fault(
                    Kind.TRANSIENT, "storage-credentials-expired", "the catalog's credentials have expired");
        }
        return failure instanceof SdkServiceException answered
                ? storage(answered.statusCode())
                : new Fault(Kind.TRANSIENT, "storage-unavailable", "the object store cannot be reached");
    }

    private static String code(AwsServiceException storage) {
        return storage.awsErrorDetails() == null
                ? ""
                : String.valueOf(storage.awsErrorDetails().errorCode());
    }

    private static Fault storage(int status) {
        return switch (status) {
            case 401, 403 ->
                new Fault(Kind.REFUSED, "storage-forbidden", "the object store does not accept the credentials");
            case 404 -> new Fault(Kind.REFUSED, "storage-missing", "the object store has no such bucket");
            default -> new Fault(Kind.TRANSIENT, "storage-unavailable", "the object store fails with status " + status);
        };
    }
}
