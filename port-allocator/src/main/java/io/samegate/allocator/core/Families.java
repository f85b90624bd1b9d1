package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The IP families of a Service on a cluster that has IPv4 alone. A headless Service without a selector gets no address
 * from anybody, so it may speak of families the cluster does not have.
 *
 * @param errors what is wrong; policy and families mean nothing then
 */
record Families(String policy, List<String> families, List<FieldError> errors) {

    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";
    private static final String SINGLE = "SingleStack";
    private static final String REQUIRE_DUAL = "RequireDualStack";
    private static final String POLICY_FIELD = "spec.ipFamilyPolicy";

    Families {
        families = List.copyOf(families);
        errors = List.copyOf(errors);
    }

    /**
     * What the spec says, and Kubernetes' defaults where it says nothing.
     *
     * @param before what the Service was, if it was any
     */
    static Families of(Optional<ServiceSpec> before, ServiceSpec spec) {
        boolean free = Specs.isHeadless(spec) && Specs.hasNoSelector(spec);
        String policy =
                Specs.isMissing(spec.getIpFamilyPolicy()) ? (free ? REQUIRE_DUAL : SINGLE) : spec.getIpFamilyPolicy();
        List<String> asked = spec.getIpFamilies();
        if (policy.equals(SINGLE)
                && before.map(ServiceSpec::getIpFamilies).filter(asked::equals).isPresent()) {
            asked = asked.stream().limit(1).toList(); // nothing but the policy says so, and it is clear
        }
        List<FieldError> errors = new ArrayList<>(contradictions(before, policy, asked, spec));
        List<String> families = inferred(asked, spec, errors);
        if (errors.isEmpty() && free) {
            families = free(policy, families);
        } else if (errors.isEmpty()) {
            errors.addAll(notHere(policy, families));
        }
        return new Families(policy, families.isEmpty() ? List.of(IPV4) : families, errors);
    }

    /** The family of an address. */
    static String of(String address) {
        return address.indexOf(':') >= 0 ? IPV6 : IPV4;
    }

    private static List<FieldError> contradictions(
            Optional<ServiceSpec> before, String policy, List<String> asked, ServiceSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        boolean single = policy.equals(SINGLE);
        int formerly = before.map(old -> old.getIpFamilies().size()).orElse(0);
        if (!single && !asked.isEmpty() && asked.size() < formerly) {
            errors.add(FieldError.invalid(
                    POLICY_FIELD, policy, "must be 'SingleStack' to release the secondary IP family"));
        }
        String dual = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
        if (single && spec.getClusterIPs().size() == 2) {
            errors.add(FieldError.invalid(POLICY_FIELD, policy, dual + "cluster IPs are specified"));
        }
        if (single && asked.size() == 2) {
            errors.add(FieldError.invalid(POLICY_FIELD, policy, dual + "IP families are specified"));
        }
        return errors;
    }

    /** The families asked for, and those of the addresses beyond them. */
    private static List<String> inferred(List<String> asked, ServiceSpec spec, List<FieldError> errors) {
        List<String> families = new ArrayList<>(asked);
        List<String> addresses = Specs.clusterIps(spec);
        for (int i = asked.size(); i < addresses.size() && !addresses.get(i).equals(Specs.NO_ADDRESS); i++) {
            if (of(addresses.get(i)).equals(IPV6)) {
                errors.add(FieldError.invalid(
                        "spec.clusterIPs[" + i + "]", addresses, IPV6 + " is not configured on this cluster"));
            } else {
                families.add(IPV4);
            }
        }
        return families;
    }

    private static List<String> free(String policy, List<String> families) {
        String first = families.isEmpty() ? IPV4 : families.get(0);
        return policy.equals(SINGLE) || families.size() > 1
                ? (families.isEmpty() ? List.of(first) : families)
                : List.of(first, first.equals(IPV4) ? IPV6 : IPV4);
    }

    private static List<FieldError> notHere(String policy, List<String> families) {
        List<FieldError> errors = new ArrayList<>();
        if (policy.equals(REQUIRE_DUAL)) {
            errors.add(
                    FieldError.invalid(POLICY_FIELD, policy, "this cluster is not configured for dual-stack services"));
        }
        for (int i = 0; i < families.size(); i++) {
            if (!families.get(i).equals(IPV4)) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilies[" + i + "]", families.get(i), "not configured on this cluster"));
            }
        }
        return errors;
    }
}
