package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.api.core.select.FieldSelector;
import io.samegate.api.core.select.LabelSelector;
import io.samegate.api.store.HandView;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKind;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final int ROOM = 5; // lines the response takes before it is full

    private static final int LARGE = 20_000; // so that each is told by itself

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

    @Test
    void aClientThatTakesNothingForTooLongIsCutOff() {
        // Given
        Watch watch = watch(List.of());
        watch.begin(objects(200), false, 0, Duration.ofMinutes(1));
        // When
        watch.tick(System.nanoTime() + Duration.ofSeconds(29).toNanos());
        assertThat(connection.cuts).isZero();
        watch.tick(System.nanoTime() + Duration.ofSeconds(31).toNanos());
        // Then
        assertThat(connection.cuts).isEqualTo(1);
        assertThat(ends).hasValue(1);
    }

    @Test
    void aClientThatReadsSlowlyIsNotCutOff() {
        // Given
        Watch watch = watch(List.of());
        watch.begin(objects(200), false, 0, Duration.ofMinutes(1));
        connection.read();
        // When
        watch.tick(System.nanoTime() + Duration.ofSeconds(29).toNanos());
        // Then
        assertThat(connection.cuts).isZero();
    }

    @Test
    void whatIsNewIsWrittenOnceForAllWhoAreToldInOneRound() {
        // Given
        HandView view = new HandView(ObjectKind.SERVICE, 0);
        WatchGroup group = group(view);
        Connection other = new Connection();
        watch(group, connection).begin(objects(0), false, 0, Duration.ofMinutes(1));
        watch(group, other).begin(objects(0), false, 0, Duration.ofMinutes(1));
        // When
        view.happens(new Change<>("default/s0", Optional.empty(), Optional.of(entry(0)), 0));
        connection.runAll();
        // Then
        assertThat(connection.last.toString()).contains("\"s0\"");
        assertThat(connection.last).isSameAs(other.last);
    }

    private Watch watch(List<Change<HasMetadata>> changes) {
        HandView view = new HandView(ObjectKind.SERVICE, 0);
        changes.forEach(view::happens);
        return watch(group(view), connection);
    }

    private Watch watch(WatchGroup group, Connection to) {
        return new Watch(
                group,
                new WatchOutlet.Lines(to.http(), to.response()),
                new Watch.Wanted(everything(), new Shape.Objects(ObjectKind.SERVICE), false),
                ends::incrementAndGet);
    }

    private WatchGroup group(ObjectView view) {
        return new WatchGroup(
                connection.context(), view, new ObjectBytes(1 << 20), Duration.ofSeconds(30), new AtomicInteger());
    }

    private static Selection everything() {
        return new Selection("", LabelSelector.parse(""), FieldSelector.parse("", ObjectKind.SERVICE));
    }

    private static Iterator<Entry<HasMetadata>> objects(int count) {
        return IntStream.range(0, count).mapToObj(WatchTest::entry).iterator();
    }

    private static HasMetadata service(int number) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("s" + number)
                .addToAnnotations("text", "x".repeat(LARGE))
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
        private int cuts;
        private Object last = "";
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
                case "write" -> written(arguments[0]);
                case "drainHandler" -> {
                    Handler<?> handler = (Handler<?>) arguments[0];
                    drained = () -> handler.handle(null);
                    yield proxy;
                }
                default -> proxy;
            });
        }

        HttpConnection http() {
            return fake(HttpConnection.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "remoteAddress" -> SocketAddress.inetSocketAddress(1, "127.0.0.1");
                case "close" -> {
                    cuts++;
                    yield Future.succeededFuture();
                }
                default -> throw new UnsupportedOperationException(method.getName());
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

        private Future<Void> written(Object text) {
            if (!text.toString().isEmpty()) {
                last = text;
                lines++;
                waiting++;
            }
            return Future.succeededFuture();
        }

        private static <T> T fake(Class<T> type, InvocationHandler hands) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, hands));
        }
    }
}
