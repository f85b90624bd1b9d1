package io.samegate.tracker.kafka;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Delta;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.Image;
import io.samegate.eventlog.follow.Publisher;
import io.samegate.eventlog.follow.TopicDelta;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.follow.TopicImage;
import io.samegate.eventlog.follow.TopicTail;
import io.samegate.eventlog.write.Inputs;
import io.samegate.tracker.core.Seen;
import io.samegate.tracker.core.TrackerInput;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tracker sees of other services' topics, told as inputs: each change as it comes, and everything at once
 * after a takeover. Changes come on the followers' threads; the rest may be called from any.
 */
public final class Sight implements Publisher, Inputs<TrackerInput>, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Sight.class);
    private static final List<Topic<?>> FOLLOWED = List.of(Topics.SERVICES, Topics.OBJECTS, Topics.NODE_DRAINS);
    /** Heartbeats come every second: reading back this far shows every node that lives. */
    private static final Duration REPORTS_BACK = Duration.ofSeconds(2);

    private final TopicFollower follower;
    private final TopicTail<NodeReport> reports;
    private final InstantSource clock;
    private final Map<String, TrackerInput> lastReports = new ConcurrentHashMap<>();
    private volatile Consumer<TrackerInput> writer = input -> {}; // a takeover asks for everything

    public Sight(LogSettings settings, InstantSource clock) {
        this.clock = clock;
        this.follower = new TopicFollower(settings, FOLLOWED, List.of(this), clock);
        this.reports = new TopicTail<>(
                settings,
                Topics.NODE_REPORTS,
                new TopicTail.From.Time(clock.instant().minus(REPORTS_BACK)),
                this::heard);
    }

    /** Begins to look; completes once everything known at start has been seen. */
    public CompletableFuture<Void> start() {
        follower.start();
        reports.start();
        return follower.ready();
    }

    /** Completes when a record was unreadable, now or later: nothing more is seen from then on. */
    public CompletableFuture<UnreadableRecordException> failure() {
        return follower.failure();
    }

    /** Who is told of every change from now on. */
    public void tell(Consumer<TrackerInput> listener) {
        writer = listener;
    }

    @Override
    public String name() {
        return "tracker inputs";
    }

    @Override
    public void onUpdate(Delta delta, Image image) {
        tellIfAny(delta.of(Topics.SERVICES), TrackerInput.ServicesSeen::new);
        tellIfAny(delta.of(Topics.NODE_DRAINS), TrackerInput.DrainsSeen::new);
        tellIfAny(namespaces(delta.of(Topics.OBJECTS)), TrackerInput.NamespacesSeen::new);
    }

    @Override
    public List<TrackerInput> atTakeover() {
        Image image = follower.image();
        Map<String, Namespace> namespaces = new HashMap<>();
        all(image.of(Topics.OBJECTS)).forEach((key, object) -> {
            if (object instanceof Namespace namespace) {
                namespaces.put(namespace.getMetadata().getName(), namespace);
            }
        });
        List<TrackerInput> inputs = new ArrayList<>();
        inputs.add(new TrackerInput.TookOver(clock.instant()));
        inputs.add(new TrackerInput.NamespacesSeen(Seen.everything(namespaces)));
        inputs.add(new TrackerInput.DrainsSeen(Seen.everything(all(image.of(Topics.NODE_DRAINS)))));
        inputs.addAll(lastReports.values());
        inputs.add(new TrackerInput.ServicesSeen(Seen.everything(all(image.of(Topics.SERVICES)))));
        return inputs;
    }

    @Override
    public void awaitSight(Map<String, Long> seen, Duration max) {
        CompletableFuture<?>[] awaited = FOLLOWED.stream()
                .filter(topic -> seen.containsKey(topic.name()))
                .map(topic -> follower.reached(topic, seen.get(topic.name())))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(awaited).get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.atWarn().addKeyValue("seen", seen).log("decides before it has seen what the caller has seen");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reports.close();
        follower.close();
    }

    private void heard(TopicTail.Heard<NodeReport> heard) {
        Instant now = clock.instant();
        TrackerInput input = new TrackerInput.NodeReported(heard.value(), now);
        lastReports.put(heard.value().node(), input);
        writer.accept(input);
    }

    private <T> void tellIfAny(TopicDelta<T> delta, Function<Seen<T>, TrackerInput> input) {
        if (delta.isEmpty()) {
            return;
        }
        Map<String, T> present = new HashMap<>();
        Set<String> gone = new HashSet<>();
        for (Change<T> change : delta.changes()) {
            change.after()
                    .ifPresentOrElse(entry -> present.put(change.key(), entry.value()), () -> gone.add(change.key()));
        }
        writer.accept(input.apply(Seen.changes(present, gone)));
    }

    /** The changes of Namespaces among those of all plain objects, by name. */
    private static TopicDelta<Namespace> namespaces(TopicDelta<HasMetadata> objects) {
        return new TopicDelta<>(objects.changes().stream()
                .filter(change -> ObjectRef.parse(change.key()).kind() == ObjectKind.NAMESPACE)
                .map(change -> new Change<>(
                        ObjectRef.parse(change.key()).key().name(),
                        change.before().map(Sight::namespace),
                        change.after().map(Sight::namespace),
                        change.offset()))
                .toList());
    }

    private static Entry<Namespace> namespace(Entry<HasMetadata> entry) {
        return new Entry<>((Namespace) entry.value(), entry.offset());
    }

    private static <T> Map<String, T> all(TopicImage<T> image) {
        Map<String, T> all = new HashMap<>();
        image.entries().forEach((key, entry) -> all.put(key, entry.value()));
        return all;
    }
}
