package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.config.ApiConfig;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.objects.Stamped;
import io.samegate.api.core.query.ListQuery;
import io.samegate.api.core.query.WatchQuery;
import io.samegate.api.core.select.FieldSelector;
import io.samegate.api.store.Listing;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Snapshots;
import io.samegate.api.store.Views;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Gets, lists and watches, from the views alone. */
final class Reads {

    /** How long a read waits for a resourceVersion that this replica has not seen yet. */
    private static final Duration UNSEEN = Duration.ofSeconds(3);

    private static final int SHORTEST_WATCH = 1800; // seconds, as Kubernetes picks where the client names none
    private static final int LONGEST_WATCH = 3600;

    private final Views views;
    private final Duration freshWait;
    private final InstantSource clock;
    private final Duration stalledAfter;
    private final Allowance watches;
    private final Allowance answers; // bytes
    private final ObjectBytes written;
    private final WatchGroups groups;

    Reads(Views views, ApiConfig config, InstantSource clock) {
        this.views = views;
        this.freshWait = config.freshWait();
        this.stalledAfter = config.stalledAfter();
        this.clock = clock;
        this.watches = new Allowance(config.maxWatches(), "watches", 5);
        this.answers = new Allowance(Math.toIntExact(config.answerMemory().asLongValue()), "long answers", 1);
        this.written = new ObjectBytes(config.writtenMemory().asLongValue());
        this.groups = new WatchGroups(written, config.stalledAfter());
    }

    void get(Call call) {
        ObjectView view = views.of(call.named());
        ListQuery query = ListQuery.parse(call.query(), call.named());
        Shape shape = call.shape(query.includeObject(), clock);
        whenSeen(call, view, query.resourceVersion(), () -> {
            Entry<HasMetadata> entry = view.get(call.key())
                    .orElseThrow(() -> new RefusedException(Statuses.notFound(call.named(), call.name())));
            Replies.json(call.context(), 200, Buffer.buffer(shape.single(entry, written)));
        });
    }

    void list(Call call) {
        ObjectView view = views.of(call.named());
        ListQuery query = ListQuery.parse(call.query(), call.named());
        Shape shape = call.shape(query.includeObject(), clock);
        Page page = query.continueToken().isEmpty() ? Page.FIRST : Page.parse(query.continueToken());
        whenSeen(call, view, query.resourceVersion(), () -> {
            Listing listing = listing(view, call.namespace(), query, page);
            Selection selection = new Selection(call.namespace(), query.labels(), query.fields());
            answer(call, listing, selection, shape, page, query.limit());
        });
    }

    /** What is there now; a page that goes on, and whoever names a version exactly, is shown what was there then. */
    private static Listing listing(ObjectView view, String namespace, ListQuery query, Page page) {
        long at = query.match() == ListQuery.Match.EXACT ? query.resourceVersion() : page.position();
        return at < 0
                ? view.list(namespace)
                : Snapshots.at(view, namespace, at).orElseThrow(() -> new RefusedException(forgotten(at)));
    }

    void watch(Call call) {
        ObjectView view = views.of(call.named());
        WatchQuery query = WatchQuery.parse(call.query(), call.named());
        Shape shape = call.shape(query.includeObject(), clock);
        Selection selection = new Selection(call.namespace(), query.labels(), named(call, query.fields()));
        Watch.Wanted wanted = new Watch.Wanted(selection, shape, query.bookmarks());
        Duration length = query.timeout().isZero()
                ? Duration.ofSeconds(ThreadLocalRandom.current().nextInt(SHORTEST_WATCH, LONGEST_WATCH))
                : query.timeout();
        whenSeen(call, view, query.resourceVersion(), () -> {
            Iterator<Entry<HasMetadata>> initial = Collections.emptyIterator();
            long from = query.resourceVersion();
            if (query.initial() == WatchQuery.Initial.LEFT_OUT && from <= 0) {
                from = view.position();
            } else if (query.initial() == WatchQuery.Initial.MARKED || from <= 0) {
                Listing listing = view.list(call.namespace());
                initial = listing.entries().stream()
                        .filter(entry -> selection.contains(entry.value()))
                        .iterator();
                from = listing.position();
            } else if (view.changesFrom(from, 1) instanceof View.Changes.Expired<HasMetadata> expired) {
                throw new RefusedException(tooOld(from, expired.oldest()));
            }
            boolean marked = query.initial() == WatchQuery.Initial.MARKED;
            begin(call, view, new Beginning(initial, marked, from, length), wanted);
        });
    }

    /** A watch on one object is a watch on a selection of one. */
    private static FieldSelector named(Call call, FieldSelector fields) {
        if (call.name().isEmpty()) {
            return fields;
        }
        FieldSelector name = FieldSelector.parse("metadata.name=" + call.name(), call.named());
        return new FieldSelector(Stream.concat(name.requirements().stream(), fields.requirements().stream())
                .toList());
    }

    /** What a watch begins with; the arguments of {@link Watch#begin}. */
    private record Beginning(Iterator<Entry<HasMetadata>> initial, boolean markEnd, long from, Duration length) {}

    private void begin(Call call, ObjectView view, Beginning beginning, Watch.Wanted wanted) {
        HttpServerRequest request = call.context().request();
        watches.take(call.context(), 1);
        WatchGroup group = groups.of(view, call.context().vertx());
        Consumer<WatchOutlet> open = outlet -> new Watch(group, outlet, wanted, () -> watches.back(1))
                .begin(beginning.initial(), beginning.markEnd(), beginning.from(), beginning.length());
        if (asksForFrames(request)) {
            request.toWebSocket()
                    .onSuccess(socket -> open.accept(new WatchOutlet.Frames(request.connection(), socket)))
                    .onFailure(failure -> {
                        watches.back(1);
                        Replies.failure(call.context(), failure);
                    });
        } else {
            Unread.passOver(request);
            open.accept(
                    new WatchOutlet.Lines(request.connection(), call.context().response()));
        }
    }

    /** Whether a WebSocket can be made of it (RFC 6455, section 4.2.1); who asks for half of one gets lines. */
    private static boolean asksForFrames(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && request.headers().getAll("Connection").stream()
                        .flatMap(header -> Stream.of(header.split(",")))
                        .anyMatch(token -> token.strip().equalsIgnoreCase("upgrade"))
                && request.headers().contains("Sec-WebSocket-Key")
                && "13".equals(request.getHeader("Sec-WebSocket-Version"));
    }

    /**
     * Runs {@code read} on the request's event loop once the view is as new as the client asks: without a
     * resourceVersion as the log is now, or, with a Warning, as it can be had; with one at least as new as that.
     */
    private void whenSeen(Call call, ObjectView view, long version, Runnable read) {
        if (version == 0) {
            read.run();
            return;
        }
        CompletableFuture<View.Freshness> seen = version == ListQuery.MOST_RECENT
                ? view.fresh(freshWait)
                : atLeast(view, version).thenApply(nothing -> new View.Freshness.Current());
        Replies.onLoop(call.context(), seen, freshness -> {
            if (freshness instanceof View.Freshness.Stale(Duration age)) {
                call.context()
                        .response()
                        .putHeader(
                                "Warning",
                                "299 - \"this may be outdated: the log was last heard " + age.toMillis() + " ms ago\"");
            }
            read.run();
        });
    }

    private static CompletableFuture<Void> atLeast(ObjectView view, long version) {
        if (version <= view.position()) {
            return CompletableFuture.completedFuture(null);
        }
        return view.reached(version - 1)
                .orTimeout(UNSEEN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> {
                    throw new RefusedException(Statuses.of(
                            504,
                            "Timeout",
                            "Too large resource version: " + version + ", current: " + view.position()));
                });
    }

    private void answer(Call call, Listing listing, Selection selection, Shape shape, Page page, long limit) {
        long max = limit == 0 ? Long.MAX_VALUE : limit;
        long position = page.equals(Page.FIRST) ? listing.position() : page.position();
        List<Entry<HasMetadata>> shown = new ArrayList<>();
        long remaining = 0;
        for (Entry<HasMetadata> entry : listing.entries()) {
            if (!selection.contains(entry.value()) || key(entry).compareTo(page.after()) <= 0) {
                continue;
            }
            if (shown.size() < max) {
                shown.add(entry);
            } else {
                remaining++;
            }
        }
        String next = remaining == 0 ? "" : new Page(position, key(shown.getLast())).token();
        ListAnswer.send(
                call.context(),
                shape.frame(Long.toString(position), next, remaining),
                shown.stream().map(entry -> shape.element(entry, written)).iterator(),
                answers,
                stalledAfter);
    }

    private static String key(Entry<HasMetadata> entry) {
        return ObjectKey.of(entry.value()).path();
    }

    /** The selected ones, with their resourceVersions. */
    static Stream<HasMetadata> selected(Listing listing, Selection selection) {
        return listing.entries().stream()
                .filter(entry -> selection.contains(entry.value()))
                .map(entry -> Stamped.of(entry.value(), entry.offset()));
    }

    private static Status forgotten(long version) {
        return Statuses.of(
                410,
                "Expired",
                "what was listed at resource version " + version + " is no longer known; please begin the list anew");
    }

    private static Status tooOld(long asked, long oldest) {
        return Statuses.of(410, "Expired", "too old resource version: " + asked + " (" + oldest + ")");
    }
}
