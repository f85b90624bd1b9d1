package io.samegate.gateway.core;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;

/** The newest state of one object, as the topics tell it. */
public sealed interface Seen {

    /** @param position of the topic just after the record */
    record ServiceSeen(ObjectKey key, Service service, long position) implements Seen {}

    record ServiceGone(ObjectKey key) implements Seen {}

    record SliceSeen(ObjectKey key, EndpointSlice slice) implements Seen {}

    record SliceGone(ObjectKey key) implements Seen {}

    /** Whether this gateway's own node is cordoned. */
    record CordonSeen(boolean cordoned) implements Seen {}
}
