package io.samegate.gateway.core;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.contracts.ObjectKey;

/** Services and slices as the log has them. */
public final class Objects {

    public static final String NODE_ADDRESS = "127.0.0.11";

    private Objects() {}

    /** A NodePort Service in the namespace default with one TCP port, 80 under the name http. */
    public static Service service(String name, int nodePort) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid("uid-of-" + name)
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withClusterIP("127.233.0.10")
                .withClusterIPs("127.233.0.10")
                .withExternalTrafficPolicy("Cluster")
                .withInternalTrafficPolicy("Cluster")
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(80)
                .withNodePort(nodePort)
                .endPort()
                .endSpec()
                .build();
    }

    /** A slice of the Service with the port 8080 under the name http and no endpoints. */
    public static EndpointSlice slice(String name, String service) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(8080)
                .endPort()
                .build();
    }

    /** The same slice with one more endpoint on {@code node}. */
    public static EndpointSlice with(EndpointSlice slice, String podUid, String address, String node, Condition is) {
        return new EndpointSliceBuilder(slice)
                .addNewEndpoint()
                .withAddresses(address)
                .withNodeName(node)
                .withNewConditions(
                        is != Condition.LEAVING && is != Condition.GONE && is != Condition.NOT_READY,
                        is == Condition.READY || is == Condition.LEAVING,
                        is == Condition.LEAVING || is == Condition.GONE)
                .withNewTargetRef()
                .withKind("Pod")
                .withUid(podUid)
                .endTargetRef()
                .endEndpoint()
                .build();
    }

    /** How an endpoint may stand. */
    public enum Condition {
        READY,
        NOT_READY,
        /** Terminating, and still serving. */
        LEAVING,
        /** Terminating, and no longer serving. */
        GONE
    }

    public static Seen seen(Service service) {
        return new Seen.ServiceSeen(ObjectKey.of(service), service, 1);
    }

    public static Seen seen(EndpointSlice slice) {
        return new Seen.SliceSeen(ObjectKey.of(slice), slice);
    }
}
