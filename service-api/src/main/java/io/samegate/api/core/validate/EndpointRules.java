package io.samegate.api.core.validate;

import static io.samegate.api.core.validate.Problems.isEmpty;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Endpoints and EndpointSlices that users write. Stateless. */
final class EndpointRules {

    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_ADDRESSES = 100;
    private static final int MOST_PORTS = 100;

    private EndpointRules() {}

    static void check(EndpointSlice slice, Problems problems) {
        problems.oneOf("addressType", slice.getAddressType(), ADDRESS_TYPES);
        List<Endpoint> endpoints = slice.getEndpoints();
        if (endpoints.size() > MOST_ENDPOINTS) {
            problems.add(FieldError.tooMany("endpoints", endpoints.size(), MOST_ENDPOINTS));
            return;
        }
        for (int i = 0; i < endpoints.size(); i++) {
            endpoint("endpoints[" + i + "]", endpoints.get(i), slice.getAddressType(), problems);
        }
        if (slice.getPorts().size() > MOST_PORTS) {
            problems.add(FieldError.tooMany("ports", slice.getPorts().size(), MOST_PORTS));
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < slice.getPorts().size(); i++) {
            slicePort("ports[" + i + "]", slice.getPorts().get(i), names, problems);
        }
    }

    private static void endpoint(String field, Endpoint endpoint, String type, Problems problems) {
        List<String> addresses = endpoint.getAddresses();
        if (addresses.isEmpty()) {
            problems.add(FieldError.required(field + ".addresses", "must contain at least 1 address"));
        }
        if (addresses.size() > MOST_ADDRESSES) {
            problems.add(FieldError.tooMany(field + ".addresses", addresses.size(), MOST_ADDRESSES));
            return;
        }
        for (int i = 0; i < addresses.size(); i++) {
            address(field + ".addresses[" + i + "]", addresses.get(i), type == null ? "" : type, problems);
        }
        problems.wellFormed(field + ".nodeName", endpoint.getNodeName(), Names::dnsSubdomain);
        problems.wellFormed(field + ".hostname", endpoint.getHostname(), Names::dnsLabel);
        MetadataRules.labels(field + ".deprecatedTopology", endpoint.getDeprecatedTopology(), problems);
    }

    private static void address(String field, String address, String type, Problems problems) {
        switch (type) {
            case "IPv4", "IPv6" -> {
                boolean fits = type.equals("IPv4") ? Addresses.isV4(address) : Addresses.isV6(address);
                if (fits) {
                    problems.publicAddress(field, address);
                } else {
                    problems.invalid(field, address, "must be a valid " + type + " address");
                }
            }
            case "FQDN" -> problems.invalid(field, address, Names.dnsSubdomain(address));
            default -> {
                // Said already: the type itself is not supported.
            }
        }
    }

    private static void slicePort(
            String field,
            io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort port,
            Set<String> names,
            Problems problems) {
        String name = port.getName() == null ? "" : port.getName();
        if (!name.isEmpty()) {
            problems.invalid(field + ".name", name, Names.dnsLabel(name));
        }
        if (!names.add(name)) {
            problems.add(FieldError.duplicate(field + ".name", name));
        }
        if (port.getPort() != null) {
            problems.portNumber(field + ".port", port.getPort());
        }
        problems.protocol(field + ".protocol", port.getProtocol());
        problems.wellFormed(field + ".appProtocol", port.getAppProtocol(), Names::qualifiedName);
    }

    static void check(Endpoints endpoints, Problems problems) {
        for (int i = 0; i < endpoints.getSubsets().size(); i++) {
            subset("subsets[" + i + "]", endpoints.getSubsets().get(i), problems);
        }
    }

    private static void subset(String field, EndpointSubset subset, Problems problems) {
        if (subset.getAddresses().isEmpty() && subset.getNotReadyAddresses().isEmpty()) {
            problems.add(FieldError.required(field, "must specify `addresses` or `notReadyAddresses`"));
        }
        for (int i = 0; i < subset.getAddresses().size(); i++) {
            address(field + ".addresses[" + i + "]", subset.getAddresses().get(i), problems);
        }
        for (int i = 0; i < subset.getNotReadyAddresses().size(); i++) {
            address(
                    field + ".notReadyAddresses[" + i + "]",
                    subset.getNotReadyAddresses().get(i),
                    problems);
        }
        for (int i = 0; i < subset.getPorts().size(); i++) {
            boolean several = subset.getPorts().size() > 1;
            port(field + ".ports[" + i + "]", subset.getPorts().get(i), several, problems);
        }
    }

    private static void address(String field, EndpointAddress address, Problems problems) {
        problems.publicAddress(field + ".ip", address.getIp());
        problems.wellFormed(field + ".hostname", address.getHostname(), Names::dnsLabel);
        problems.wellFormed(field + ".nodeName", address.getNodeName(), Names::dnsSubdomain);
    }

    private static void port(String field, EndpointPort port, boolean named, Problems problems) {
        if (!isEmpty(port.getName())) {
            problems.invalid(field + ".name", port.getName(), Names.dnsLabel(port.getName()));
        } else if (named) {
            problems.add(FieldError.required(field + ".name", ""));
        }
        problems.portNumber(field + ".port", port.getPort());
        problems.protocol(field + ".protocol", port.getProtocol());
        problems.wellFormed(field + ".appProtocol", port.getAppProtocol(), Names::qualifiedName);
    }
}
