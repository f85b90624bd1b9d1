package io.samegate.allocator.core;

import java.util.OptionalInt;

/**
 * The IPv4 network cluster IPs come from. Its first address (the network's) and its last (broadcast) are nobody's.
 *
 * @param network the first address as an unsigned 32-bit number
 * @param prefix length of the network part, 12 to 28: what fits a bitmap, and what leaves room for Services
 */
public record AddressRange(int network, int prefix) {

    public AddressRange {
        if (prefix < 12 || prefix > 28) {
            throw new IllegalArgumentException("network prefix: /" + prefix + " (expected: /12 to /28)");
        }
        if ((network & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException("network: " + show(network) + "/" + prefix + " (expected: "
                    + show(network & mask(prefix)) + "/" + prefix + ")");
        }
    }

    /** Reads CIDR notation, such as {@code 10.233.0.0/18}. */
    public static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        OptionalInt network = slash < 0 ? OptionalInt.empty() : number(cidr.substring(0, slash));
        if (network.isEmpty() || !cidr.substring(slash + 1).matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException(
                    "network: \"" + cidr + "\" (expected: IPv4 in CIDR notation, such as 10.233.0.0/18)");
        }
        return new AddressRange(network.getAsInt(), Integer.parseInt(cidr.substring(slash + 1)));
    }

    /** How many addresses can be handed out. */
    public int size() {
        return cidrSize() - 2;
    }

    /** As {@link PortRange#staticBand()}, but one in 16, 16 at least and 256 at most (KEP-3070). */
    public int staticBand() {
        return cidrSize() <= 16 ? 0 : Math.min(size(), Math.clamp(cidrSize() / 16, 16, 256));
    }

    /** The address with this index, 0 to {@code size() - 1}. */
    public String address(int index) {
        return show(network + 1 + index);
    }

    /** The index of an address; empty if it is none of those that can be handed out, or no IPv4 address. */
    public OptionalInt index(String address) {
        OptionalInt number = number(address);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long index = Integer.toUnsignedLong(number.getAsInt()) - Integer.toUnsignedLong(network) - 1;
        return index >= 0 && index < size() ? OptionalInt.of((int) index) : OptionalInt.empty();
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return show(network) + "/" + prefix;
    }

    private int cidrSize() {
        return 1 << (32 - prefix);
    }

    private static int mask(int prefix) {
        return -1 << (32 - prefix);
    }

    private static OptionalInt number(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return OptionalInt.empty();
            }
            number = number << 8 | Integer.parseInt(part);
        }
        return OptionalInt.of(number);
    }

    private static String show(int number) {
        return (number >>> 24) + "." + (number >>> 16 & 255) + "." + (number >>> 8 & 255) + "." + (number & 255);
    }
}
