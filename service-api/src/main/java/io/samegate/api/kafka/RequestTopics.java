package io.samegate.api.kafka;

import io.samegate.api.core.events.EventForms;
import io.samegate.api.store.Owners;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.request.Requests;
import java.util.concurrent.CompletableFuture;

/** The owners of all kinds behind their request topics. */
public final class RequestTopics implements Owners, AutoCloseable {

    private final Requests services;
    private final Requests endpoints;
    private final Requests objects;

    public RequestTopics(LogSettings settings) {
        services = new Requests(settings, Source.SERVICE_API, Topics.SERVICE_REQUESTS, Topics.SERVICE_ANSWERS);
        endpoints = new Requests(settings, Source.SERVICE_API, Topics.ENDPOINT_REQUESTS, Topics.ENDPOINT_ANSWERS);
        objects = new Requests(settings, Source.SERVICE_API, Topics.OBJECT_REQUESTS, Topics.OBJECT_ANSWERS);
    }

    /** Starts listening for answers; returns once none can be missed. */
    public void start() {
        services.start();
        endpoints.start();
        objects.start();
    }

    @Override
    public CompletableFuture<Answer> ask(Request request) {
        Request known = EventForms.forOwner(request);
        return of(known.header().target().kind()).send(known).thenApply(answer -> EventForms.forAsker(request, answer));
    }

    /** Asks the owner of the Services, whatever the target's kind. */
    CompletableFuture<Answer> askServices(Request request) {
        return services.send(request);
    }

    /** Asks the owner of Pods, Nodes and endpoints, whatever the target's kind. */
    CompletableFuture<Answer> askEndpoints(Request request) {
        return endpoints.send(request);
    }

    @Override
    public void close() {
        services.close();
        endpoints.close();
        objects.close();
    }

    private Requests of(ObjectKind kind) {
        return switch (kind) {
            case SERVICE -> services;
            case POD, NODE, ENDPOINTS, ENDPOINT_SLICE -> endpoints;
            case NAMESPACE, EVENT, NEWER_EVENT, LEASE -> objects;
        };
    }
}
