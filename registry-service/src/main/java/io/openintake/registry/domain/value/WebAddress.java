package io.openintake.registry.domain.value;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An address that the flusher will call with its owner's credentials, so it must not lead into our own network. Names
 * are
 * judged here as they are spelt; what they resolve to is judged again at each connect, by the one who connects.
 */
public record WebAddress(String text) {
    private static final Pattern HOST_NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern NUMERIC = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int OCTETS = 4;
    private static final int MAX_OCTET = 255;
    private static final List<String> INTERNAL_SUFFIXES =
            List.of("localhost", "internal", "svc", "local", "cluster.local", "home.arpa");

    /**
     * Parses an address.
     *
     * @param trustedHosts lower-case hosts that the operator allows whatever they are, also without TLS
     */
    public static WebAddress parse(String text, Set<String> trustedHosts) {
        Text.checked(text, 1, Text.MAX_LENGTH);
        URI uri = uri(text);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || uri.isOpaque()) {
            throw new IllegalArgumentException("must be an absolute address with a host name");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must not contain user info or a fragment");
        }
        boolean trusted = trustedHosts.contains(host);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !(trusted && scheme.equals("http"))) {
            throw new IllegalArgumentException("must be an https address");
        }
        if (!trusted) {
            refuseInternal(host);
        }
        return new WebAddress(text);
    }

    /** Whether two parsed addresses lead to the same scheme, host and port. */
    public static boolean isSameServer(String one, String other) {
        return server(uri(one)).equals(server(uri(other)));
    }

    private static String server(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("must be an absolute address", malformed);
        }
    }

    private static void refuseInternal(String host) {
        if (!HOST_NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("must name a host in plain ASCII, not an IPv6 literal");
        }
        boolean internalName =
                INTERNAL_SUFFIXES.stream().anyMatch(suffix -> host.equals(suffix) || host.endsWith("." + suffix));
        if (internalName) {
            throw new IllegalArgumentException("must not name a host of an internal network");
        }
        String[] labels = host.split("\\.", -1);
        if (NUMERIC.matcher(labels[labels.length - 1]).matches() && !isPublicAddress(labels)) {
            throw new IllegalArgumentException("must not be an internal or oddly spelt IP address");
        }
    }

    private static boolean isPublicAddress(String[] labels) {
        if (labels.length != OCTETS) {
            return false;
        }
        int[] octets = new int[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            if (!OCTET.matcher(labels[i]).matches()) {
                return false;
            }
            octets[i] = Integer.parseInt(labels[i]);
            if (octets[i] > MAX_OCTET) {
                return false;
            }
        }
        return !isReserved(octets[0], octets[1], octets[2]);
    }

    /** IANA's special-purpose IPv4 registry: this network, private, shared, loopback, link-local, test, multicast. */
    private static boolean isReserved(int first, int second, int third) {
        return switch (first) {
            case 0, 10, 127 -> true;
            case 100 -> second >= 64 && second <= 127;
            case 169 -> second == 254;
            case 172 -> second >= 16 && second <= 31;
            case 192 -> second == 168 || (second == 0 && (third == 0 || third == 2));
            case 198 -> second == 18 || second == 19 || (second == 51 && third == 100);
            case 203 -> second == 0 && third == 113;
            default -> first >= 224;
        };
    }
}
