package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * The IP families of a Service on a cluster that has IPv4 alone.
 *
 * @param fixed whether nothing is to be checked: a headless Service without a selector gets no address from anybody, so
 *     it may speak of families the cluster does not have
 */
record Families(String policy, List<String> families, boolean fixed) {

    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";
    private static final String SINGLE = "SingleStack";
    private static final String REQUIRE_DUAL = "RequireDualStack";

    Families {
        families = List.copyOf(families);
    }

    /** What the spec says, and Kubernetes' defaults where it says nothing. */
    static Families of(ServiceSpec spec) {
        boolean fixed = Specs.isHeadless(spec)
                && (spec.getSelector() == null || spec.getSelector().isEmpty());
        String policy =
                Specs.isMissing(spec.getIpFamilyPolicy()) ? (fixed ? REQUIRE_DUAL : SINGLE) : spec.getIpFamilyPolicy();
        List<String> families = spec.getIpFamilies();
        if (families.isEmpty()) {
            families = fixed ? List.of(IPV4) : familiesOf(Specs.clusterIps(spec));
        }
        if (fixed && !policy.equals(SINGLE) && families.size() == 1) {
            families = List.of(families.get(0), families.get(0).equals(IPV4) ? IPV6 : IPV4);
        }
        return new Families(policy, families, fixed);
    }

    List<FieldError> errors() {
        if (fixed) {
            return List.of();
        }
        List<FieldError> errors = new ArrayList<>();
        if (policy.equals(REQUIRE_DUAL)) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy", policy, "this cluster is not configured for dual-stack services"));
        }
        for (int i = 0; i < families.size(); i++) {
            if (!families.get(i).equals(IPV4)) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilies[" + i + "]", families.get(i), "not configured on this cluster"));
            }
        }
        return errors;
    }

    private static List<String> familiesOf(List<String> addresses) {
        List<String> families = new ArrayList<>();
        for (String address : addresses) {
            if (!address.equals(Specs.NO_ADDRESS)) {
                families.add(address.indexOf(':') >= 0 ? IPV6 : IPV4);
            }
        }
        return families.isEmpty() ? List.of(IPV4) : families;
    }
}
