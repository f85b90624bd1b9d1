package io.samegate.api.core.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;

/**
 * Events have two forms, the core group's and that of {@code events.k8s.io}, of the same objects: what one calls the
 * message is the other's note. The log knows the core group's alone. Stateless; nothing is lost either way.
 */
public final class EventForms {

    private EventForms() {}

    /** An Event of the core group in the words of {@code events.k8s.io}. */
    public static HasMetadata newer(HasMetadata core) {
        Event event = (Event) core;
        EventSeries series = event.getSeries();
        var newer = new io.fabric8.kubernetes.api.model.events.v1.EventBuilder()
                .withApiVersion(ObjectKind.NEWER_EVENT.apiVersion())
                .withKind(ObjectKind.NEWER_EVENT.kind())
                .withMetadata(event.getMetadata())
                .withRegarding(event.getInvolvedObject())
                .withRelated(event.getRelated())
                .withReason(event.getReason())
                .withAction(event.getAction())
                .withNote(event.getMessage())
                .withType(event.getType())
                .withEventTime(event.getEventTime())
                .withReportingController(event.getReportingComponent())
                .withReportingInstance(event.getReportingInstance())
                .withDeprecatedCount(event.getCount())
                .withDeprecatedFirstTimestamp(event.getFirstTimestamp())
                .withDeprecatedLastTimestamp(event.getLastTimestamp())
                .withDeprecatedSource(event.getSource());
        if (series != null) {
            newer.withSeries(new io.fabric8.kubernetes.api.model.events.v1.EventSeries(
                    series.getCount(), series.getLastObservedTime()));
        }
        return newer.withAdditionalProperties(event.getAdditionalProperties()).build();
    }

    /** An Event of {@code events.k8s.io} in the words of the core group. */
    public static Event older(HasMetadata newer) {
        var event = (io.fabric8.kubernetes.api.model.events.v1.Event) newer;
        var series = event.getSeries();
        EventBuilder core = new EventBuilder()
                .withApiVersion(ObjectKind.EVENT.apiVersion())
                .withKind(ObjectKind.EVENT.kind())
                .withMetadata(event.getMetadata())
                .withInvolvedObject(event.getRegarding())
                .withRelated(event.getRelated())
                .withReason(event.getReason())
                .withAction(event.getAction())
                .withMessage(event.getNote())
                .withType(event.getType())
                .withEventTime(event.getEventTime())
                .withReportingComponent(event.getReportingController())
                .withReportingInstance(event.getReportingInstance())
                .withCount(event.getDeprecatedCount())
                .withFirstTimestamp(event.getDeprecatedFirstTimestamp())
                .withLastTimestamp(event.getDeprecatedLastTimestamp())
                .withSource(event.getDeprecatedSource());
        if (series != null) {
            core.withSeries(new EventSeries(series.getCount(), series.getLastObservedTime()));
        }
        return core.withAdditionalProperties(event.getAdditionalProperties()).build();
    }

    /** A request about an Event of either form, as its owner knows it; every other request as it is. */
    public static Request forOwner(Request request) {
        if (request.header().target().kind() != ObjectKind.NEWER_EVENT) {
            return request;
        }
        RequestHeader header = request.header()
                .withTarget(new ObjectRef(
                        ObjectKind.EVENT, request.header().target().key()));
        return switch (request) {
            case Request.Create create -> new Request.Create(header, older(create.object()));
            case Request.Replace replace ->
                new Request.Replace(header, older(replace.object()), replace.preconditions(), replace.part());
            case Request.Delete delete -> new Request.Delete(header, delete.preconditions(), delete.grace());
            case Request.CloseNamespace close -> close;
        };
    }

    /** The owner's answer to {@link #forOwner} in the form that was asked in. */
    public static Answer forAsker(Request asked, Answer answer) {
        return asked.header().target().kind() == ObjectKind.NEWER_EVENT
                        && answer instanceof Answer.Simulated(HasMetadata object)
                ? new Answer.Simulated(newer(object))
                : answer;
    }
}
