package io.openintake.gateway.app;

/** Whom limits per address count as one: an IPv4 address, or the 64 bits of IPv6 that a party has at least. */
public final class Network {
    private static final int GROUPS = 4;

    private Network() {}

    /** The network of an address in the JDK's form, which writes all eight groups of IPv6. */
    public static String of(String address) {
        String[] groups = address.split(":", -1);
        return groups.length <= GROUPS ? address : String.join(":", java.util.Arrays.copyOf(groups, GROUPS)) + "::/64";
    }
}
