package io.samegate.tracker.core;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses may stand behind a Service: whatever a Pod names will be dialled by probes and gateways.
 *
 * @param allowed where Pod addresses must lie; link-local, multicast and unspecified addresses never count
 * @param allowLoopback whether Pods may be processes of this machine
 * @param ownPorts ports of the installation itself: nothing on a loopback address is dialled there
 */
public record AddressPolicy(List<Cidr> allowed, boolean allowLoopback, Set<Integer> ownPorts) {

    public AddressPolicy {
        allowed = List.copyOf(allowed);
        ownPorts = Set.copyOf(ownPorts);
    }

    /** Why a Pod may not have this address; empty if it may. */
    Optional<String> refusal(String text) {
        Optional<InetAddress> parsed = IpLiteral.parse(text);
        if (parsed.isEmpty()) {
            return Optional.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        InetAddress address = parsed.get();
        if (address.isLinkLocalAddress()) {
            return Optional.of("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Optional.of("may not be unspecified or multicast");
        }
        if (address.isLoopbackAddress()) {
            return allowLoopback
                    ? Optional.empty()
                    : Optional.of("may not be in the loopback range (setting samegate.tracker.allow-loopback)");
        }
        return allowed.stream().anyMatch(range -> range.contains(address))
                ? Optional.empty()
                : Optional.of("must be in a range that Pods may have (setting samegate.tracker.pod-cidrs)");
    }

    /** Whether anybody may connect there on behalf of a Pod. */
    boolean mayDial(String address, int port) {
        return refusal(address).isEmpty() && !isOurOwn(address, port);
    }

    /** Whether the installation itself listens there. */
    boolean isOurOwn(String address, int port) {
        return ownPorts.contains(port) && isLoopback(address);
    }

    private static boolean isLoopback(String address) {
        return IpLiteral.parse(address).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
