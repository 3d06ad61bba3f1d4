package io.openintake.backing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server over a folder; it checks signatures (version 4), and a bucket is a subfolder. */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "openintake";
    static final String REGION = "us-east-1";

    private static final long LARGEST_PLAIN_REQUEST_BYTES = 256L * 1024 * 1024;
    private static final int THREADS = 32;

    private final S3Proxy server;
    private final Ready.S3 access;

    private S3Server(S3Proxy server, Ready.S3 access) {
        this.server = server;
        this.access = access;
    }

    static S3Server start(Path folder, int port, Credentials credentials) throws Exception {
        Files.createDirectories(folder.resolve(BUCKET));
        var access = new Ready.S3(
                "http://%s:%d".formatted(Ports.HOST, port),
                credentials.s3AccessKey(),
                credentials.s3SecretKey(),
                BUCKET,
                REGION);
        var server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create(access.endpoint()))
                .awsAuthentication(AuthenticationType.AWS_V4, access.accessKey(), access.secretKey())
                .v4MaxNonChunkedRequestSize(LARGEST_PLAIN_REQUEST_BYTES)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS)
                .build();
        server.start();
        return new S3Server(server, access);
    }

    Ready.S3 access() {
        return access;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
