package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.api.core.select.FieldSelector;
import io.samegate.api.core.select.LabelSelector;
import io.samegate.api.store.Listing;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final int ROOM = 5; // lines the response takes before it is full

    private final AtomicInteger ends = new AtomicInteger();
    private final Connection connection = new Connection();

    @Test
    void whatThereIsIsToldNoFasterThanTheClientReads() {
        watch(List.of()).begin(objects(200), false, 0, Duration.ofMinutes(1));
        connection.runAll();
        assertThat(connection.lines).isEqualTo(ROOM);

        connection.read();
        connection.runAll();
        assertThat(connection.lines).isEqualTo(2 * ROOM);
    }

    @Test
    void changesAreToldNoFasterThanTheClientReads() {
        List<Change<HasMetadata>> changes = IntStream.range(0, 12)
                .mapToObj(i -> new Change<>("default/s" + i, Optional.empty(), Optional.of(entry(i)), i))
                .toList();
        watch(changes).begin(objects(0), false, 0, Duration.ofMinutes(1));
        connection.runAll();
        assertThat(connection.lines).isEqualTo(ROOM);

        connection.read();
        connection.runAll();
        connection.read();
        connection.runAll();
        assertThat(connection.lines).isEqualTo(12);
    }

    @Test
    void aClientThatHasGoneGetsNoWatch() {
        connection.closed = true;
        watch(List.of()).begin(objects(3), false, 0, Duration.ofMinutes(1));
        connection.runAll();
        assertThat(connection.lines).isZero();
        assertThat(ends).hasValue(1);
    }

    private Watch watch(List<Change<HasMetadata>> changes) {
        Selection all = new Selection("", LabelSelector.parse(""), FieldSelector.parse("", ObjectKind.SERVICE));
        return new Watch(
                connection.context(),
                new WatchOutlet.Lines(connection.response()),
                new Changing(changes),
                all,
                new Shape.Objects(ObjectKind.SERVICE),
                false,
                ends::incrementAndGet);
    }

    private static Iterator<HasMetadata> objects(int count) {
        return IntStream.range(0, count).mapToObj(WatchTest::service).iterator();
    }

    private static HasMetadata service(int number) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("s" + number)
                .endMetadata()
                .build();
    }

    private static Entry<HasMetadata> entry(int number) {
        return new Entry<>(service(number), number);
    }

    /** A client that reads when told to, and an event loop that runs when told to. */
    private static final class Connection {
        private final Queue<Handler<Void>> loop = new ArrayDeque<>();
        private Runnable drained = () -> {};
        private int lines;
        private int waiting;
        private boolean closed;

        void read() {
            waiting = 0;
            drained.run();
        }

        void runAll() {
            while (!loop.isEmpty()) {
                loop.remove().handle(null);
            }
        }

        HttpServerResponse response() {
            return fake(HttpServerResponse.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "closed" -> closed;
                case "writeQueueFull" -> waiting >= ROOM;
                case "write" -> written(arguments[0].toString());
                case "drainHandler" -> {
                    Handler<?> handler = (Handler<?>) arguments[0];
                    drained = () -> handler.handle(null);
                    yield proxy;
                }
                default -> proxy;
            });
        }

        Context context() {
            Vertx timers =
                    fake(Vertx.class, (proxy, method, arguments) -> method.getReturnType() == long.class ? 1L : true);
            return fake(Context.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "owner" -> timers;
                case "runOnContext" -> {
                    @SuppressWarnings("unchecked") // as the method declares it
                    Handler<Void> task = (Handler<Void>) arguments[0];
                    yield loop.add(task);
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });
        }

        private Future<Void> written(String text) {
            if (!text.isEmpty()) {
                lines++;
                waiting++;
            }
            return Future.succeededFuture();
        }

        private static <T> T fake(Class<T> type, InvocationHandler hands) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, hands));
        }
    }

    /** A view in which these changes have happened, at offsets from zero on. */
    private record Changing(List<Change<HasMetadata>> changes) implements ObjectView {

        @Override
        public ObjectKind kind() {
            return ObjectKind.SERVICE;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Optional<Entry<HasMetadata>> get(ObjectKey key) {
            return Optional.empty();
        }

        @Override
        public Listing list(String namespace) {
            return new Listing(List.of(), position());
        }

        @Override
        public long position() {
            return changes.size();
        }

        @Override
        public CompletableFuture<View.Freshness> fresh(Duration max) {
            return CompletableFuture.completedFuture(new View.Freshness.Current());
        }

        @Override
        public CompletableFuture<Void> reached(long offset) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Optional<Change<HasMetadata>> at(long offset) {
            return Optional.empty();
        }

        @Override
        public View.Changes<HasMetadata> changesFrom(long from, int max) {
            List<Change<HasMetadata>> news =
                    changes.stream().skip(from).limit(max).toList();
            return new View.Changes.Some<>(news, from + news.size());
        }

        @Override
        public AutoCloseable onAdvance(Runnable nudge) {
            return () -> {};
        }
    }
}
