package io.samegate.api.core.table;

import java.util.List;
import java.util.function.Function;

/** What cells of several kinds share. Stateless. */
final class Cells {

    static final String NONE = "<none>";

    private static final int LONGEST_LIST = 3;

    private Cells() {}

    /** The value, or what stands for none. */
    static String or(String value, String missing) {
        return value == null || value.isEmpty() ? missing : value;
    }

    /** The value a part of an object has, or what stands for none where the part or the value is missing. */
    static <P> String of(P part, Function<P, String> read, String missing) {
        return part == null ? missing : or(read.apply(part), missing);
    }

    static String joined(List<String> values, String missing) {
        return or(String.join(",", values), missing);
    }

    /** At most three values, then how many more there are. */
    static String few(List<String> values, String missing) {
        return values.size() <= LONGEST_LIST
                ? joined(values, missing)
                : String.join(",", values.subList(0, LONGEST_LIST)) + " + " + (values.size() - LONGEST_LIST)
                        + " more...";
    }

    /** {@code host:port}, with an IPv6 address in brackets. */
    static String socket(String address, Integer port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
