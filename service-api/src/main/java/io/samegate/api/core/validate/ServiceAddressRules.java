package io.samegate.api.core.validate;

import static io.samegate.api.core.validate.Problems.isEmpty;

import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of one Service's cluster IPs, families and external IPs. Used once. */
final class ServiceAddressRules {

    private static final String CLUSTER_IPS = "spec.clusterIPs";
    private static final String NONE = "None";
    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
    private static final List<String> FAMILY_POLICIES = List.of("SingleStack", "PreferDualStack", "RequireDualStack");

    private final ServiceSpec spec;
    private final boolean isNew;
    private final Problems problems;
    /** What the client asks for; one that knows only {@code clusterIP} means both fields. */
    private final List<String> clusterIps;

    ServiceAddressRules(ServiceSpec spec, boolean isNew, Problems problems) {
        this.spec = spec;
        this.isNew = isNew;
        this.problems = problems;
        this.clusterIps = spec.getClusterIPs().isEmpty() && !isEmpty(spec.getClusterIP())
                ? List.of(spec.getClusterIP())
                : spec.getClusterIPs();
    }

    /** On update, addresses of a Service that becomes ExternalName are cleared if they are unchanged. */
    void checkForType() {
        String type = spec.getType() == null ? "" : spec.getType();
        boolean headless = !clusterIps.isEmpty() && clusterIps.getFirst().equals(NONE);
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            problems.invalid(CLUSTER_IPS + "[0]", NONE, "may not be set to 'None' for " + type + " services");
        }
        if (type.equals("ExternalName") && isNew) {
            String why = "may not be set for ExternalName services";
            if (!clusterIps.isEmpty()) {
                problems.add(FieldError.forbidden(CLUSTER_IPS, why));
            }
            if (!spec.getIpFamilies().isEmpty()) {
                problems.add(FieldError.forbidden("spec.ipFamilies", why));
            }
            if (!isEmpty(spec.getIpFamilyPolicy())) {
                problems.add(FieldError.forbidden("spec.ipFamilyPolicy", why));
            }
        }
    }

    void checkClusterIps() {
        if ("ExternalName".equals(spec.getType())) {
            return;
        }
        families();
        if (!spec.getClusterIPs().isEmpty()) {
            if (isEmpty(spec.getClusterIP())) {
                problems.invalid(CLUSTER_IPS, clusterIps, "must be empty when `clusterIP` is not specified");
            } else if (!spec.getClusterIP().equals(clusterIps.getFirst())) {
                problems.invalid(CLUSTER_IPS, clusterIps, "first value must match `clusterIP`");
            }
        }
        boolean readable = literals();
        if (clusterIps.size() > 2) {
            problems.invalid(CLUSTER_IPS, clusterIps, "may only hold up to 2 values");
        }
        // Whoever cannot be read has no family to compare.
        if (readable) {
            oneOfEachFamily();
        }
    }

    void checkExternalIps() {
        for (int i = 0; i < spec.getExternalIPs().size(); i++) {
            problems.publicAddress(
                    "spec.externalIPs[" + i + "]", spec.getExternalIPs().get(i));
        }
    }

    private void families() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < spec.getIpFamilies().size(); i++) {
            String field = "spec.ipFamilies[" + i + "]";
            String family = spec.getIpFamilies().get(i);
            if (!FAMILIES.contains(family)) {
                problems.add(FieldError.notSupported(field, family, FAMILIES));
            }
            if (!seen.add(family)) {
                problems.add(FieldError.duplicate(field, family));
            }
        }
        problems.supported("spec.ipFamilyPolicy", spec.getIpFamilyPolicy(), FAMILY_POLICIES);
    }

    private boolean literals() {
        boolean readable = true;
        for (int i = 0; i < clusterIps.size(); i++) {
            String address = clusterIps.get(i);
            if (address.equals(NONE) && i == 0) {
                if (clusterIps.size() > 1) {
                    readable = false;
                    problems.invalid(CLUSTER_IPS, clusterIps, "'None' must be the first and only value");
                }
            } else if (Addresses.parse(address).isEmpty()) {
                readable = false;
                problems.invalid(CLUSTER_IPS + "[" + i + "]", address, Addresses.NOT_AN_ADDRESS);
            }
        }
        return readable;
    }

    private void oneOfEachFamily() {
        long v4 = clusterIps.stream().filter(Addresses::isV4).count();
        long v6 = clusterIps.stream().filter(Addresses::isV6).count();
        if (v4 > 1 || v6 > 1) {
            problems.invalid(CLUSTER_IPS, clusterIps, "may specify no more than one IP for each IP family");
        }
        List<String> families = spec.getIpFamilies();
        for (int i = 0; i < Math.min(clusterIps.size(), families.size()); i++) {
            String address = clusterIps.get(i);
            boolean mismatch = (families.get(i).equals("IPv4") && Addresses.isV6(address))
                    || (families.get(i).equals("IPv6") && Addresses.isV4(address));
            if (mismatch) {
                problems.invalid(
                        CLUSTER_IPS + "[" + i + "]",
                        address,
                        "expected an " + families.get(i) + " value as indicated by `ipFamilies[" + i + "]`");
            }
        }
    }
}
