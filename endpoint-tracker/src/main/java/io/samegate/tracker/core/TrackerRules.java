package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of the endpoint tracker: which Pods and Nodes there are and how they are, and the EndpointSlices and
 * Endpoints that follow from Services and Pods. Pure; what follows from a decision is part of the same decision.
 */
public final class TrackerRules implements WriterRules<TrackerState, TrackerInput> {

    private final Join join;
    private final PodRules pods;
    private final NodeRules nodes;
    private final NamespaceContents contents;
    private final RequestRules requests;

    public TrackerRules(TrackerSettings settings) {
        this.join = new Join(settings);
        this.pods = new PodRules(settings, join);
        this.nodes = new NodeRules(settings);
        this.contents = new NamespaceContents(pods);
        this.requests = new RequestRules(pods, join, contents);
    }

    @Override
    public TrackerState empty() {
        return TrackerState.EMPTY;
    }

    @Override
    public TrackerState replay(TrackerState state, StateChange<?> change, long offset) {
        return state.replay(change, offset);
    }

    @Override
    public TrackerState observe(TrackerState state, TrackerInput input) {
        return state.notice(input);
    }

    /** A Pod with a lease is renewed by every write that is accepted, also one that changes nothing. */
    @Override
    public TrackerState heard(TrackerState state, Request request, Instant now) {
        ObjectRef target = request.header().target();
        boolean renews = switch (request) {
            case Request.Create create ->
                create.object() instanceof Pod pod && TimeToLive.of(pod).isPresent();
            case Request.Replace replace ->
                replace.object() instanceof Pod pod
                        && (TimeToLive.of(pod).isPresent()
                                || state.pods().leased().containsKey(target.key()));
            case Request.Delete delete -> false;
            case Request.CloseNamespace close -> false;
        };
        return renews ? state.heard(target.key(), now) : state;
    }

    @Override
    public Decision decide(TrackerState state, Request request, Instant now) {
        Decision decision = requests.decide(state, request, now);
        RequestHeader header = request.header();
        boolean worthTelling = decision.outcome() instanceof Outcome.Refused(Status status)
                && status.getCode() != 404
                && !header.dryRun();
        if (worthTelling && decision.outcome() instanceof Outcome.Refused(Status status)) {
            Fact fact = Fact.of(FactType.REQUEST_REFUSED, header.target(), "", now, status.getMessage());
            return Decision.refused(status, fact);
        }
        return decision;
    }

    @Override
    public Reaction react(TrackerState state, TrackerInput input, Instant now) {
        Edit edit = new Edit(state, now);
        switch (input) {
            case TrackerInput.ServicesSeen(var seen) -> join.reconcile(edit, concerned(state, seen));
            case TrackerInput.NodeReported(var report, Instant at) -> {
                Optional<String> zone = Backend.zone(report.node(), state);
                nodes.reported(edit, report);
                join.nodeChanged(edit, report.node(), zone);
            }
            case TrackerInput.ProbeDecided decided -> pods.probed(edit, decided);
            case TrackerInput.TookOver tookOver -> {
                // Graces begin anew; what is due is asked separately.
            }
            case TrackerInput.NamespacesSeen(var seen) ->
                seen.present().keySet().stream()
                        .filter(name -> Join.isClosing(state, name))
                        .forEach(name -> contents.empty(edit, name));
            case TrackerInput.DrainsSeen drains -> {
                // What is drained by now is due, and asked separately.
            }
        }
        return edit.reaction();
    }

    @Override
    public Reaction due(TrackerState state, Instant now) {
        boolean nothing =
                !nodes.anySilent(state, now) && !pods.anyHasLeft(state, now) && !pods.anyHasExpired(state, now);
        if (nothing) {
            return Reaction.NONE;
        }
        Edit edit = new Edit(state, now);
        nodes.checkSilence(edit);
        pods.checkLeases(edit);
        pods.checkLeaving(edit);
        return edit.reaction();
    }

    private static Set<ObjectKey> concerned(TrackerState state, Seen<?> services) {
        return services.whole()
                ? Join.everyService(state)
                : Stream.concat(services.present().keySet().stream(), services.gone().stream())
                        .map(ObjectKey::parse)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
