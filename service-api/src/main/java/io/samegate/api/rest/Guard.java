package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Keeps web pages out: a body without a content type counts as JSON here, so a page that a user has open in a browser
 * could otherwise post to a loopback address, or reach it by a name of its own that resolves there. Stateless.
 */
public final class Guard {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> hosts;
    private final Supplier<Set<String>> certified;

    /**
     * Both are names or addresses, without port, by which this API may be addressed beside loopback's.
     *
     * @param certified those the certificate of the moment is for, in lower case; asked at each check
     */
    public Guard(Collection<String> hosts, Supplier<Set<String>> certified) {
        this.hosts = new TreeSet<>();
        hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
        this.certified = certified;
    }

    /** @throws RefusedException 403 for a request that may come from a foreign page */
    public void check(HttpServerRequest request) {
        // HTTP/2 says it in :authority, HTTP/1.1 in Host.
        String authority = Optional.ofNullable(request.authority())
                .map(HostAndPort::toString)
                .orElse("");
        String host = withoutPort(authority).toLowerCase(Locale.ROOT);
        if (!isOurs(host) && !host.equals(addressOf(request))) {
            throw forbidden("host \"" + printable(host)
                    + "\" is not one of this server's; see the setting samegate.api.allowed-hosts");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITES.contains(site.toLowerCase(Locale.ROOT))) {
            throw forbidden("cross-site requests are refused");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !authority.equalsIgnoreCase(authorityOf(origin))) {
            throw forbidden("cross-origin requests are refused");
        }
    }

    private boolean isOurs(String host) {
        return LOOPBACK.matcher(host).matches()
                || hosts.contains(host)
                || certified.get().contains(host);
    }

    /** Who names the address the connection came in at has not been led here by a name. */
    private static String addressOf(HttpServerRequest request) {
        return request.localAddress() == null || request.localAddress().hostAddress() == null
                ? ""
                : request.localAddress().hostAddress();
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || colon < authority.lastIndexOf(']') ? authority : authority.substring(0, colon);
    }

    private static String authorityOf(String origin) {
        try {
            return Optional.ofNullable(new URI(origin).getAuthority()).orElse("");
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^a-z0-9.:\\[\\]_-]", "?");
    }

    private static RefusedException forbidden(String why) {
        return new RefusedException(Statuses.of(403, "Forbidden", "forbidden: " + why));
    }
}
