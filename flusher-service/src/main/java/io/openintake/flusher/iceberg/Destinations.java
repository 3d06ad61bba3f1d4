package io.openintake.flusher.iceberg;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses tenants and their catalogs may send us to. Public https by default; hosts that the operator trusts
 * may also be private, and plain http.
 */
public final class Destinations {
    private static final String ANY = "*";
    private static final int CARRIER_NAT_FIRST = 100;

    private final Set<String> trustedHosts;

    /**
     * @param trustedHosts host names without port, or "*" for all (development only)
     */
    public Destinations(Set<String> trustedHosts) {
        this.trustedHosts = Set.copyOf(trustedHosts);
    }

    /** The address, parsed; {@link Forbidden} when we do not go there. */
    URI check(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException malformed) {
            throw new Forbidden("it is not an address");
        }
        String host = uri.getHost();
        if (host == null || uri.getScheme() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new Forbidden("it has no scheme or host, or holds a user name or a fragment");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (trustedHosts.contains(ANY) || trustedHosts.contains(host.toLowerCase(Locale.ROOT))) {
            if (!scheme.equals("https") && !scheme.equals("http")) {
                throw new Forbidden("it is neither https nor http");
            }
            return uri;
        }
        if (!scheme.equals("https")) {
            throw new Forbidden("it is not https");
        }
        requirePublic(host);
        return uri;
    }

    private static void requirePublic(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!isPublic(address)) {
                    throw new Forbidden("it is a private address");
                }
            }
        } catch (UnknownHostException unknown) {
            throw new Forbidden("its host is not known");
        }
    }

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean carrierNat = bytes.length == 4 && first == CARRIER_NAT_FIRST && second >= 64 && second < 128;
        boolean uniqueLocal = bytes.length == 16 && (first & 0xfe) == 0xfc;
        return !(address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || carrierNat
                || uniqueLocal
                || (bytes.length == 4 && first == 0));
    }

    /** An address that we do not go to. */
    static final class Forbidden extends RuntimeException {
        Forbidden(String why) {
            super(why);
        }
    }
}
