package io.samegate.contracts.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Objects;

/**
 * What kind of machine a node is, for people.
 *
 * @param version Samegate's own version, in the place where Kubernetes shows the kubelet's
 * @param osImage such as "Debian GNU/Linux 12 (bookworm)"
 * @param kernelVersion such as "6.1.0-13-amd64"
 * @param runtime such as "samegate://0.1.0", in the place of the container runtime
 * @param capacity what it has, as Kubernetes' quantities by their names ({@code cpu}, {@code memory}, {@code pods}); empty
 *     from a release that does not say
 */
public record NodeSystem(
        String version,
        String osImage,
        String kernelVersion,
        String architecture,
        String operatingSystem,
        String runtime,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> capacity) {

    public NodeSystem {
        capacity = Map.copyOf(Objects.requireNonNullElse(capacity, Map.of()));
    }
}
