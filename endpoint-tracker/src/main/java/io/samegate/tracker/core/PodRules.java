package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.eventlog.decide.Finalizers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The life of a Pod: registered, changed, probed, leaving, removed. */
final class PodRules {

    private final TrackerSettings settings;
    private final Readiness readiness;
    private final Join join;

    PodRules(TrackerSettings settings, Join join) {
        this.settings = settings;
        this.readiness = new Readiness(new ProbePlan(settings));
        this.join = join;
    }

    /** What is wrong with a Pod beyond its form. */
    List<FieldError> check(Pod pod) {
        List<FieldError> errors = new ArrayList<>();
        if (pod.getStatus() != null) {
            checkAddress("status.podIP", pod.getStatus().getPodIP(), errors);
            List<PodIP> all = pod.getStatus().getPodIPs();
            for (int i = 0; i < all.size(); i++) {
                checkAddress("status.podIPs[" + i + "].ip", all.get(i).getIp(), errors);
            }
        }
        List<Container> containers = new PodView(pod).containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            if (container.getReadinessProbe() != null
                    && container.getReadinessProbe().getHttpGet() != null) {
                checkAddress(
                        "spec.containers[" + i + "].readinessProbe.httpGet.host",
                        container.getReadinessProbe().getHttpGet().getHost(),
                        errors);
            }
        }
        TimeToLive.error(pod).ifPresent(errors::add);
        return errors;
    }

    Pod create(Edit edit, Pod asked, String uid) {
        Pod bare = new PodBuilder(asked)
                .withMetadata(Metadata.created(asked.getMetadata(), uid, edit.now()))
                .build();
        Pod pod = readiness.complete(bare, Optional.empty(), edit.now());
        edit.store(pod);
        edit.tell(FactType.POD_REGISTERED, pod, "Pod " + ObjectKey.of(pod) + " is registered");
        join.podChanged(edit, Optional.empty(), Optional.of(pod), "");
        return pod;
    }

    Pod replace(Edit edit, Pod stored, Pod asked, Part part) {
        Pod whole = switch (part) {
            case MAIN ->
                new PodBuilder(asked)
                        .withMetadata(Metadata.replaced(asked.getMetadata(), stored.getMetadata()))
                        .build();
            case STATUS ->
                new PodBuilder(stored)
                        .editMetadata()
                        .withManagedFields(asked.getMetadata().getManagedFields())
                        .endMetadata()
                        .withStatus(asked.getStatus())
                        .build();
            case FINALIZERS -> stored; // refused before
        };
        Pod pod = readiness.complete(whole, Optional.of(stored), edit.now());
        if (!Metadata.same(pod, stored)) {
            edit.store(pod);
            join.podChanged(edit, Optional.of(stored), Optional.of(pod), "its registrar says so");
        }
        return pod;
    }

    /** Marks a Pod as leaving, or removes it where it has no grace. */
    void delete(Edit edit, Pod stored, Grace grace) {
        Duration period = grace.asked() ? grace.period() : graceOf(stored);
        if (period.isZero()) {
            remove(edit, stored, "at once");
            return;
        }
        Long before = stored.getMetadata().getDeletionGracePeriodSeconds();
        boolean alreadyLeaving = new PodView(stored).isTerminating();
        if (alreadyLeaving && (!grace.asked() || before == null || before <= period.toSeconds())) {
            return;
        }
        Pod leaving = new PodBuilder(stored)
                .withMetadata(new ObjectMetaBuilder(stored.getMetadata())
                        .withDeletionTimestamp(Timestamps.notBefore(edit.now().plus(period)))
                        .withDeletionGracePeriodSeconds(period.toSeconds())
                        .build())
                .build();
        edit.store(leaving);
        if (!alreadyLeaving) {
            String message = "Pod " + ObjectKey.of(stored) + " is leaving, with " + period.toSeconds() + " s of grace";
            edit.tell(FactType.POD_TERMINATING, leaving, message);
        }
        join.podChanged(edit, Optional.of(stored), Optional.of(leaving), "it is leaving");
    }

    /** Notes what the probes of a container decided; a Pod that is another one by now is not meant. */
    void probed(Edit edit, TrackerInput.ProbeDecided decided) {
        Optional<Pod> stored = edit.state()
                .pods()
                .get(decided.pod())
                .map(Held::value)
                .filter(pod -> decided.uid().equals(pod.getMetadata().getUid()));
        if (stored.isPresent()) {
            Pod pod = readiness.decided(stored.get(), decided.container(), decided.ready(), edit.now());
            if (!Metadata.same(pod, stored.get())) {
                edit.store(pod);
                join.podChanged(edit, stored, Optional.of(pod), decided.message());
            }
        }
    }

    /** Removes the Pods that have left. */
    void checkLeaving(Edit edit) {
        for (ObjectKey key : edit.state().pods().leaving()) {
            Pod pod = edit.state().pods().get(key).orElseThrow().value();
            if (graceIsOver(pod, edit.now())) {
                remove(edit, pod, "its grace is over");
            } else if (isDrained(edit.state(), pod, edit.now())) {
                remove(edit, pod, "drained");
            }
        }
    }

    /** Whether {@link #checkLeaving} would remove any, without building anything. */
    boolean anyHasLeft(TrackerState state, Instant now) {
        return state.pods().leaving().stream()
                .map(key -> state.pods().get(key).orElseThrow().value())
                .anyMatch(pod -> graceIsOver(pod, now) || isDrained(state, pod, now));
    }

    /** Ends the Pods that nobody has renewed in time: not ready at once, then leaving as if deleted. */
    void checkLeases(Edit edit) {
        edit.state().pods().leased().forEach((key, ttl) -> {
            if (hasExpired(edit.state(), key, ttl, edit.now())) {
                expire(edit, edit.state().pods().get(key).orElseThrow().value(), ttl);
            }
        });
    }

    /** Whether {@link #checkLeases} would end any, without building anything. */
    boolean anyHasExpired(TrackerState state, Instant now) {
        return state.pods().leased().entrySet().stream()
                .anyMatch(lease -> hasExpired(state, lease.getKey(), lease.getValue(), now));
    }

    private void expire(Edit edit, Pod pod, Duration ttl) {
        String why =
                "it has not been renewed for " + ttl.toString().substring(2).toLowerCase(Locale.ROOT);
        Pod unready = readiness.expired(pod, why, edit.now());
        edit.store(unready);
        edit.tell(FactType.POD_EXPIRED, pod, "Pod " + ObjectKey.of(pod) + " has expired: " + why);
        join.podChanged(edit, Optional.of(pod), Optional.of(unready), why);
        delete(edit, unready, Grace.OF_THE_OBJECT);
    }

    private static boolean hasExpired(TrackerState state, ObjectKey pod, Duration ttl, Instant now) {
        return now.isAfter(state.observed().lastRenewal(pod).plus(ttl));
    }

    /** Removes a Pod whose time is over; where finalizers hold it back, it has left and only the object remains. */
    void remove(Edit edit, Pod pod, String why) {
        if (Finalizers.hold(pod.getMetadata())) {
            Pod left = new PodBuilder(pod)
                    .withMetadata(Finalizers.marked(pod.getMetadata(), edit.now()))
                    .build();
            edit.store(left);
            join.podChanged(edit, Optional.of(pod), Optional.of(left), why);
            return;
        }
        edit.remove(ObjectKind.POD, ObjectKey.of(pod));
        edit.tell(FactType.POD_REMOVED, pod, "Pod " + ObjectKey.of(pod) + " is removed: " + why);
        join.podChanged(edit, Optional.of(pod), Optional.empty(), "");
    }

    private void checkAddress(String field, String address, List<FieldError> errors) {
        if (address != null && !address.isEmpty()) {
            settings.addresses().refusal(address).ifPresent(why -> errors.add(FieldError.invalid(field, address, why)));
        }
    }

    private Duration graceOf(Pod pod) {
        Long seconds = pod.getSpec() == null ? null : pod.getSpec().getTerminationGracePeriodSeconds();
        return seconds == null ? settings.defaultPodGrace() : Duration.ofSeconds(Math.max(0, seconds));
    }

    private static boolean graceIsOver(Pod pod, Instant now) {
        return !now.isBefore(Instant.parse(pod.getMetadata().getDeletionTimestamp()));
    }

    /** Whether every Ready node has applied that the Pod is leaving, and has no connection to it any more. */
    private boolean isDrained(TrackerState state, Pod pod, Instant now) {
        String uid = pod.getMetadata().getUid();
        long lastRecord = -1;
        for (ObjectKey service : state.observed().services().selecting(pod)) {
            for (Held<EndpointSlice> slice : state.slices().of(service)) {
                if (contains(slice.value(), uid)) {
                    if (slice.offset() == ResourceVersion.UNCOMMITTED) {
                        return false;
                    }
                    lastRecord = Math.max(lastRecord, slice.offset());
                }
            }
        }
        for (Held<Node> held : state.nodes().values()) {
            if (NodeRules.isReady(held.value()) && !hasLetGo(state, held.value(), uid, lastRecord, now)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasLetGo(TrackerState state, Node node, String uid, long lastRecord, Instant now) {
        String name = node.getMetadata().getName();
        if (state.observed().drains().containsKey(NodeDrain.key(name, uid))) {
            return false;
        }
        long applied = state.observed()
                .heartbeat(name)
                .map(h -> h.applied(now, settings.drainSettle()))
                .orElse(0L);
        return applied > lastRecord;
    }

    private static boolean contains(EndpointSlice slice, String uid) {
        return slice.getEndpoints().stream()
                .anyMatch(e ->
                        e.getTargetRef() != null && uid.equals(e.getTargetRef().getUid()));
    }
}
