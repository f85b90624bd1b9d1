package io.samegate.tracker.core;

import java.net.InetAddress;

/**
 * A range of addresses, {@code 10.0.0.0/8}.
 *
 * @param prefixLength the leading bits that all its addresses share
 */
public record Cidr(InetAddress network, int prefixLength) {

    public Cidr {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "prefix length of " + network + ": " + prefixLength + " (expected: 0-" + bits + ")");
        }
    }

    /**
     * Reads {@code address/length}.
     *
     * @throws IllegalArgumentException when it is nothing of the kind
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            return IpLiteral.parse(text.substring(0, Math.max(slash, 0)))
                    .map(network -> new Cidr(network, Integer.parseInt(text, slash + 1, text.length(), 10)))
                    .orElseThrow(() -> notACidr(text));
        } catch (NumberFormatException e) {
            throw notACidr(text);
        }
    }

    boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException notACidr(String text) {
        return new IllegalArgumentException("address range: \"" + text + "\" (expected: such as 10.0.0.0/8)");
    }
}
