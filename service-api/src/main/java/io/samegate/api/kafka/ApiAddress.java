package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Owners;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.eventlog.follow.Entry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the EndpointSlice and the Endpoints of {@code default/kubernetes} naming the address this API is reached at, so
 * that the Service of that name leads here. Looks every few seconds; its own thread.
 */
public final class ApiAddress implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ApiAddress.class);
    private static final ObjectKey KEY = new ObjectKey("default", "kubernetes");
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final String USER = "system:apiserver";

    private final List<Wanted> wanted;
    private final Owners owners;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("api-address").daemon().factory());
    private final Set<ObjectKind> asking = new HashSet<>(); // on the timer's thread

    public ApiAddress(ObjectView slices, ObjectView endpoints, Owners owners, String address, int port) {
        this.owners = owners;
        this.wanted = List.of(
                new Wanted(ObjectKind.ENDPOINT_SLICE, slices, slice(address, port)),
                new Wanted(ObjectKind.ENDPOINTS, endpoints, endpoints(address, port)));
    }

    /** What the view of a kind is to show. */
    private record Wanted(ObjectKind kind, ObjectView view, HasMetadata object) {

        boolean isWhatIsThere(HasMetadata stored) {
            return stored.getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(object.getMetadata().getLabels().entrySet())
                    && switch (stored) {
                        case EndpointSlice there
                        when object instanceof EndpointSlice slice ->
                            there.getAddressType().equals(slice.getAddressType())
                                    && there.getEndpoints().equals(slice.getEndpoints())
                                    && there.getPorts().equals(slice.getPorts());
                        case Endpoints there
                        when object instanceof Endpoints endpoints ->
                            there.getSubsets().equals(endpoints.getSubsets());
                        default -> false;
                    };
        }
    }

    private static EndpointSlice slice(String address, int port) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(KEY.namespace())
                .withName(KEY.name())
                .addToLabels("kubernetes.io/service-name", "kubernetes")
                .endMetadata()
                .withAddressType(address.indexOf(':') < 0 ? "IPv4" : "IPv6")
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("https")
                .withProtocol("TCP")
                .withPort(port)
                .endPort()
                .build();
    }

    /** As in Kubernetes not to be mirrored, since the slice is there. */
    private static Endpoints endpoints(String address, int port) {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(KEY.namespace())
                .withName(KEY.name())
                .addToLabels("endpointslice.kubernetes.io/skip-mirror", "true")
                .endMetadata()
                .addNewSubset()
                .addNewAddress()
                .withIp(address)
                .endAddress()
                .addNewPort()
                .withName("https")
                .withProtocol("TCP")
                .withPort(port)
                .endPort()
                .endSubset()
                .build();
    }

    public void start() {
        Future<?> unused = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        wanted.forEach(this::look);
    }

    private void look(Wanted one) {
        if (asking.contains(one.kind()) || !one.view().isReady()) {
            return;
        }
        Optional<Entry<HasMetadata>> stored = one.view().get(KEY);
        if (stored.isPresent() && one.isWhatIsThere(stored.get().value())) {
            return;
        }
        asking.add(one.kind());
        RequestHeader header = RequestHeader.of(new ObjectRef(one.kind(), KEY), USER, BUDGET);
        Request request = stored.isPresent()
                ? new Request.Replace(header, one.object(), Preconditions.NONE, Part.MAIN)
                : new Request.Create(header, one.object());
        Future<?> unused =
                owners.ask(request).whenCompleteAsync((answer, failure) -> answered(one, answer, failure), timer);
    }

    private void answered(Wanted one, Answer answer, Throwable failure) {
        asking.remove(one.kind());
        if (failure != null) {
            LOGGER.atDebug().addKeyValue("cause", failure.getMessage()).log("own address not told, will try again");
        } else if (answer instanceof Answer.Refused refused) {
            LOGGER.atDebug()
                    .addKeyValue("cause", refused.status().getMessage())
                    .log("own address refused, will try again");
        }
    }
}
