package io.samegate.api.core.defaults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The two fields for one thing: whoever changes {@code spec.clusterIP} of a Service and leaves {@code spec.clusterIPs} as it
 * is means both, as in Kubernetes. A manifest that says {@code clusterIP: ""} can so be applied again and again: the Service
 * keeps the address it was given. Stateless.
 */
public final class ClusterIps {

    private ClusterIps() {}

    /**
     * Lets the list follow the single address.
     *
     * @param given what is to replace the stored object; the caller's own, and changed here
     */
    public static void follow(HasMetadata stored, HasMetadata given) {
        if (stored instanceof Service before
                && given instanceof Service after
                && before.getSpec() != null
                && after.getSpec() != null) {
            follow(before.getSpec(), after.getSpec());
        }
    }

    private static void follow(ServiceSpec before, ServiceSpec after) {
        String address = Objects.requireNonNullElse(after.getClusterIP(), "");
        boolean sameAddress = address.equals(Objects.requireNonNullElse(before.getClusterIP(), ""));
        if (sameAddress || !after.getClusterIPs().equals(before.getClusterIPs())) {
            return;
        }
        List<String> addresses = new ArrayList<>(after.getClusterIPs());
        if (address.isEmpty()) {
            addresses.clear();
        } else if (!addresses.isEmpty()) {
            addresses.set(0, address);
        }
        after.setClusterIPs(addresses);
    }
}
