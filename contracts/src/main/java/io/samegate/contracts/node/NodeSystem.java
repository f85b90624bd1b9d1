package io.samegate.contracts.node;

/**
 * What kind of machine a node is, for people.
 *
 * @param version Samegate's own version, in the place where Kubernetes shows the kubelet's
 * @param osImage such as "Debian GNU/Linux 12 (bookworm)"
 * @param kernelVersion such as "6.1.0-13-amd64"
 * @param runtime such as "samegate://0.1.0", in the place of the container runtime
 */
public record NodeSystem(
        String version,
        String osImage,
        String kernelVersion,
        String architecture,
        String operatingSystem,
        String runtime) {}
