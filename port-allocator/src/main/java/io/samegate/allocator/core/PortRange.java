package io.samegate.allocator.core;

/**
 * The node ports an installation may hand out, both ends included.
 *
 * @param first 1 or more
 * @param last 65535 or less, not below {@code first}
 */
public record PortRange(int first, int last) {

    public PortRange {
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException(
                    "port range: " + first + "-" + last + " (expected: 1 <= first <= last <= 65535)");
        }
    }

    /** Reads {@code first-last}. */
    public static PortRange parse(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw malformed(text);
        }
        try {
            return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    public int size() {
        return last - first + 1;
    }

    /**
     * How many of the lowest ports are left to those who ask for one by number, as long as there are others: none of a
     * small range, else one in 32, but 16 at least and 128 at most (KEP-3668).
     */
    public int staticBand() {
        return size() <= 16 ? 0 : Math.clamp(size() / 32, 16, 128);
    }

    /** {@code first-last}. */
    @Override
    public String toString() {
        return first + "-" + last;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("port range: \"" + text + "\" (expected: first-last, such as 30000-32767)");
    }
}
