package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.store.Listing;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.TopicImage;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The objects of one kind in a state topic that may hold other kinds too. */
public final class TopicObjects implements ObjectView {

    private final ObjectKind kind;
    private final View<HasMetadata> view;
    private final CompletableFuture<Void> ready;
    private final String prefix; // what comes before namespace/name in the topic's keys

    private TopicObjects(ObjectKind kind, View<HasMetadata> view, String prefix) {
        this.kind = kind;
        this.view = view;
        this.ready = view.ready();
        this.prefix = prefix;
    }

    /** A topic of this kind alone; its keys are {@link ObjectKey#path()}. */
    @SuppressWarnings("unchecked") // a view only gives, so what it gives may be seen as its supertype
    public static TopicObjects allOf(ObjectKind kind, View<? extends HasMetadata> view) {
        return new TopicObjects(kind, (View<HasMetadata>) view, "");
    }

    /** A topic of several kinds; its keys are {@link ObjectRef#path()}. */
    public static TopicObjects amongOthers(ObjectKind kind, View<HasMetadata> view) {
        return new TopicObjects(kind, view, kind.kind() + "/");
    }

    @Override
    public ObjectKind kind() {
        return kind;
    }

    @Override
    public boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    @Override
    public Optional<Entry<HasMetadata>> get(ObjectKey key) {
        return view.image().get(prefix + key.path());
    }

    @Override
    public Listing list(String namespace) {
        TopicImage<HasMetadata> image = view.image();
        String start = namespace.isEmpty() ? prefix : prefix + namespace + "/";
        if (start.isEmpty()) {
            return new Listing(image.entries().values(), image.position());
        }
        String end = start.substring(0, start.length() - 1) + (char) ('/' + 1);
        return new Listing(image.entries().subMap(start, end).values(), image.position());
    }

    @Override
    public long position() {
        return view.image().position();
    }

    @Override
    public CompletableFuture<View.Freshness> fresh(Duration max) {
        return view.fresh(max);
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return view.reached(offset);
    }

    @Override
    public Optional<Change<HasMetadata>> at(long offset) {
        return view.at(offset).filter(this::isMine);
    }

    @Override
    public View.Changes<HasMetadata> changesFrom(long from, int max) {
        return switch (view.changesFrom(from, max)) {
            case View.Changes.Some<HasMetadata>(List<Change<HasMetadata>> changes, long next) ->
                new View.Changes.Some<>(changes.stream().filter(this::isMine).toList(), next);
            case View.Changes.Expired<HasMetadata> expired -> expired;
        };
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        return view.onAdvance(nudge);
    }

    private boolean isMine(Change<HasMetadata> change) {
        return change.key().startsWith(prefix);
    }
}
