package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.FactType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The join of Services and Pods: whatever one of them does, the slices and Endpoints concerned follow at once. */
final class Join {

    private final AddressPolicy policy;
    private final SliceRules slices;

    Join(TrackerSettings settings) {
        this.policy = settings.addresses();
        this.slices = new SliceRules(settings.maxEndpointsPerSlice());
    }

    /** Brings what is made from these Services up to date, whether they still exist or not. */
    void reconcile(Edit edit, Collection<ObjectKey> services) {
        for (ObjectKey key : services) {
            edit.state()
                    .observed()
                    .services()
                    .get(key)
                    .ifPresentOrElse(service -> reconcile(edit, service), () -> serviceGone(edit, key));
        }
    }

    private void reconcile(Edit edit, Service service) {
        if (isClosing(edit.state(), service.getMetadata().getNamespace())) {
            return;
        }
        if (ServiceIndex.selector(service).isEmpty()) {
            MirrorRules.reconcile(edit, service);
        } else {
            MirrorRules.remove(edit, ObjectKey.of(service));
            Map<AddressFamily, List<Backend>> backends = Backend.of(service, edit.state(), policy);
            slices.reconcile(edit, service, backends);
            EndpointsRules.reconcile(edit, service, backends.values().iterator().next());
        }
    }

    /** Endpoints go with the Service of their name, whoever made them. */
    private void serviceGone(Edit edit, ObjectKey service) {
        slices.remove(edit, service);
        MirrorRules.remove(edit, service);
        Optional.ofNullable(edit.state().endpoints().get(service)).ifPresent(held -> edit.delete(held.value()));
    }

    /** Follows a Pod that has appeared, changed or gone. */
    void podChanged(Edit edit, Optional<Pod> before, Optional<Pod> after, String why) {
        ServiceIndex index = edit.state().observed().services();
        Set<ObjectKey> concerned = new TreeSet<>();
        before.ifPresent(pod -> concerned.addAll(index.selecting(pod)));
        after.ifPresent(pod -> concerned.addAll(index.selecting(pod)));
        boolean wasReady = before.map(Join::takesConnections).orElse(false);
        boolean isReady = after.map(Join::takesConnections).orElse(false);
        if (isReady && !wasReady) {
            edit.tell(FactType.ENDPOINT_READY, after.get(), "Pod " + name(after.get()) + " is ready");
        } else if (wasReady && !isReady && after.isPresent()) {
            String cause = why.isEmpty() ? "" : ": " + why;
            edit.tell(FactType.ENDPOINT_NOT_READY, after.get(), "Pod " + name(after.get()) + " is not ready" + cause);
        }
        reconcile(edit, concerned);
    }

    /** Follows a node that may have moved to another zone. */
    void nodeChanged(Edit edit, String node, Optional<String> zoneBefore) {
        if (Backend.zone(node, edit.state()).equals(zoneBefore)) {
            return;
        }
        Set<ObjectKey> concerned = new TreeSet<>();
        for (Held<Pod> held : edit.state().pods().all().values()) {
            if (node.equals(new PodView(held.value()).nodeName())) {
                concerned.addAll(edit.state().observed().services().selecting(held.value()));
            }
        }
        reconcile(edit, concerned);
    }

    /** Everything that stands where a Service once was or is: what a complete look at the Services must reconcile. */
    static Set<ObjectKey> everyService(TrackerState state) {
        Set<ObjectKey> all = new TreeSet<>(state.observed().services().all().keySet());
        all.addAll(state.slices().byService().keySet());
        state.endpoints().forEach((key, held) -> {
            if (EndpointsRules.isFromSelector(held.value())) {
                all.add(key);
            }
        });
        return all;
    }

    /** Whether a namespace is being deleted: nothing new is made there. */
    static boolean isClosing(TrackerState state, String name) {
        Namespace namespace = state.observed().namespaces().get(name);
        return namespace != null
                && (namespace.getMetadata().getDeletionTimestamp() != null
                        || (namespace.getStatus() != null
                                && "Terminating".equals(namespace.getStatus().getPhase())));
    }

    private static boolean takesConnections(Pod pod) {
        PodView view = new PodView(pod);
        return view.hasAddress() && view.isReady() && !view.isTerminating() && !view.isTerminal();
    }

    private static String name(Pod pod) {
        return ObjectKey.of(pod).path();
    }
}
