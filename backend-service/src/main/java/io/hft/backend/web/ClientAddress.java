package io.hft.backend.web;

import jakarta.servlet.http.HttpServletRequest;

/** Where a request comes from, as far as limits are concerned. */
public final class ClientAddress {
    private static final int NETWORK_GROUPS = 4;

    private ClientAddress() {}

    public static String networkOf(HttpServletRequest request) {
        return network(request.getRemoteAddr());
    }

    /** The address itself, but of an IPv6 address its first 64 bits: who has one of them has 2^64. */
    public static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        String[] groups = address.split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(NETWORK_GROUPS, groups.length); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }
}
