package io.samegate.api.core.validate;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Literal IP addresses and ranges; never asks a name server. Stateless. */
public final class Addresses {

    static final String NOT_AN_ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
    private static final Pattern V6_CHARACTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private Addresses() {}

    /** The address a literal names, or nothing if it is none. */
    public static Optional<InetAddress> parse(String literal) {
        boolean v4 = V4.matcher(literal).matches();
        boolean maybeV6 =
                literal.indexOf(':') >= 0 && V6_CHARACTERS.matcher(literal).matches();
        if (!v4 && !maybeV6) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    public static boolean isV4(String literal) {
        return parse(literal).filter(Inet4Address.class::isInstance).isPresent();
    }

    public static boolean isV6(String literal) {
        return parse(literal).filter(Inet6Address.class::isInstance).isPresent();
    }

    /** A range in CIDR notation, {@code 10.0.0.0/8}. */
    public static boolean isCidr(String range) {
        int slash = range.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String bits = range.substring(slash + 1);
        if (!bits.matches("0|[1-9][0-9]{0,2}")) {
            return false;
        }
        int most = isV4(range.substring(0, slash)) ? 32 : 128;
        return parse(range.substring(0, slash)).isPresent() && Integer.parseInt(bits) <= most;
    }

    /** Why an endpoint or an external address may not be this one: it means another machine to everybody, or nobody. */
    static List<String> special(String literal) {
        List<String> problems = new ArrayList<>();
        parse(literal).ifPresent(address -> {
            if (address.isAnyLocalAddress()) {
                problems.add("may not be unspecified (" + literal + ")");
            }
            if (address.isLoopbackAddress()) {
                problems.add("may not be in the loopback range (127.0.0.0/8, ::1/128)");
            }
            if (address.isLinkLocalAddress()) {
                problems.add("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
            }
            if (isLinkLocalMulticast(address)) {
                problems.add("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
            }
        });
        return problems;
    }

    private static boolean isLinkLocalMulticast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? bytes[0] == (byte) 224 && bytes[1] == 0 && bytes[2] == 0
                : address.isMCLinkLocal();
    }
}
