package io.samegate.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerStart;
import io.samegate.api.config.ApiConfig;
import io.samegate.api.kafka.ApiAddress;
import io.samegate.api.kafka.EventMemory;
import io.samegate.api.kafka.EventTopic;
import io.samegate.api.kafka.LeaseView;
import io.samegate.api.kafka.ObjectsWriter;
import io.samegate.api.kafka.RequestTopics;
import io.samegate.api.kafka.TopicObjects;
import io.samegate.api.rest.Entrance;
import io.samegate.api.rest.Guard;
import io.samegate.api.rest.RestApi;
import io.samegate.api.store.NewerEvents;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Views;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.View;
import io.samegate.eventlog.kafka.TopicSetup;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the service together when Quarkus starts, and takes it apart in reverse order when it stops. */
@ApplicationScoped
final class Wiring implements HttpServerOptionsCustomizer {

    private static final Logger LOGGER = LoggerFactory.getLogger(Wiring.class);
    private static final String SERVICE = "service-api";

    private final ApiConfig settings;
    private final Config config;
    private final InstantSource clock = InstantSource.system();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the last one started is the first to stop
    private Router router;
    private Access access;

    Wiring(ApiConfig settings, Config config) {
        this.settings = settings;
        this.config = config;
    }

    /** Comes before {@link #start}; the server listens after it. */
    void route(@Observes Router main) {
        router = main;
    }

    /** What is in the way is one sentence and a non-zero exit; the framework's way out of half a start is a stack trace. */
    void start(@Observes StartupEvent event) {
        try {
            start();
        } catch (StartRefusedException e) {
            LOGGER.error("{} cannot start: {}", SERVICE, e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    /** Comes after {@link #start}: with a certificate, the one port there is speaks TLS and nothing else. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        access.addTls(options, settings.maxWatches());
    }

    /** The framework's own line about the start knows nothing of TLS put on here and says http. */
    void listens(@ObservesAsync HttpServerStart server) {
        HttpServerOptions options = server.options();
        String scheme = options.isSsl() ? "https" : "http";
        LOGGER.info("answers on {}://{}:{}", scheme, options.getHost(), options.getPort());
    }

    private void start() {
        ListenAddress address = new ListenAddress(
                config.getValue("quarkus.http.host", String.class),
                config.getValue("quarkus.http.port", Integer.class));
        access = Access.open(settings, clock);
        address.requireLoopbackWithout(settings.insecureNetwork() ? "" : access.missing());
        address.requireFree();
        LogSettings log = logSettings();
        try {
            TopicSetup.ensure(log, Topics.all(), settings.brokerPatience());
        } catch (TopicSetup.TopicSetupException e) {
            throw new StartRefusedException(e.getMessage());
        }
        Views views = views(log);
        RequestTopics owners = started(new RequestTopics(log));
        owners.start();
        started(new ObjectsWriter(log, owners, Wiring::stopForGood, clock)).start();
        started(new ApiAddress(
                        views.of(ObjectKind.ENDPOINT_SLICE),
                        views.of(ObjectKind.ENDPOINTS),
                        owners,
                        settings.advertisedAddress().orElse(address.host()),
                        settings.advertisedPort().orElse(address.port())))
                .start();
        started(access.poll()).start();
        Entrance entrance = new Entrance(
                new Guard(hosts(address), access::names), access.authenticator(), access.authorizer(), clock);
        RestApi.install(router, entrance, views, owners, new EventTopic(log), settings, clock);
        WarmUp.start();
    }

    private LogSettings logSettings() {
        try {
            return LogSettings.read(name -> config.getOptionalValue("samegate.log." + name, String.class), SERVICE);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new StartRefusedException("the settings under samegate.log are wrong: " + e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        while (!parts.isEmpty()) {
            try {
                parts.removeLast().close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("not closed");
            }
        }
    }

    private Views views(LogSettings log) {
        List<ObjectView> views = new ArrayList<>();
        views.add(TopicObjects.allOf(ObjectKind.SERVICE, view(log, Topics.SERVICES)));
        views.add(TopicObjects.allOf(ObjectKind.POD, view(log, Topics.PODS)));
        ObjectView nodes = TopicObjects.allOf(ObjectKind.NODE, view(log, Topics.NODES));
        views.add(nodes);
        LeaseView leases = started(new LeaseView(log, nodes, clock));
        leases.start();
        views.add(leases.view());
        views.add(TopicObjects.allOf(ObjectKind.ENDPOINT_SLICE, view(log, Topics.ENDPOINT_SLICES)));
        views.add(TopicObjects.allOf(ObjectKind.ENDPOINTS, view(log, Topics.ENDPOINTS)));
        views.add(TopicObjects.amongOthers(ObjectKind.NAMESPACE, view(log, Topics.OBJECTS)));
        EventMemory events = started(new EventMemory(log, clock, settings.eventMemory(), settings.maxEvents()));
        events.start();
        views.add(events.view());
        views.add(new NewerEvents(events.view()));
        return new Views(views);
    }

    private <T extends HasMetadata> View<T> view(LogSettings log, Topic<T> topic) {
        View<T> view = started(new View<>(log, topic, clock));
        view.start();
        Future<?> unused = view.failure().thenAccept(Wiring::stopForGood);
        return view;
    }

    private Set<String> hosts(ListenAddress address) {
        Set<String> hosts = new TreeSet<>(settings.allowedHosts().orElse(List.of()));
        hosts.add(address.host());
        settings.advertisedAddress().ifPresent(hosts::add);
        return hosts;
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.addLast(part);
        return part;
    }

    private static void stopForGood(RuntimeException failure) {
        LOGGER.error("{} cannot go on, the log holds what cannot be read: {}", SERVICE, failure.getMessage());
        Quarkus.asyncExit(1);
    }
}
