package io.samegate.api.kafka;

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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the EndpointSlice of {@code default/kubernetes} naming the address this API is reached at, so that the Service
 * of that name leads here. Looks every few seconds; its own thread.
 */
public final class ApiAddress implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ApiAddress.class);
    private static final ObjectKey KEY = new ObjectKey("default", "kubernetes");
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final String USER = "system:apiserver";

    private final ObjectView slices;
    private final Owners owners;
    private final EndpointSlice wanted;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("api-address").daemon().factory());
    private boolean asking; // on the timer's thread

    public ApiAddress(ObjectView slices, Owners owners, String address, int port) {
        this.slices = slices;
        this.owners = owners;
        this.wanted = new EndpointSliceBuilder()
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

    public void start() {
        Future<?> unused = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        if (asking || !slices.isReady()) {
            return;
        }
        Optional<Entry<HasMetadata>> stored = slices.get(KEY);
        if (stored.isPresent() && isAsWanted((EndpointSlice) stored.get().value())) {
            return;
        }
        asking = true;
        RequestHeader header = RequestHeader.of(new ObjectRef(ObjectKind.ENDPOINT_SLICE, KEY), USER, BUDGET);
        Request request = stored.isPresent()
                ? new Request.Replace(header, wanted, Preconditions.NONE, Part.MAIN)
                : new Request.Create(header, wanted);
        Future<?> unused = owners.ask(request).whenCompleteAsync(this::answered, timer);
    }

    private void answered(Answer answer, Throwable failure) {
        asking = false;
        if (failure != null) {
            LOGGER.atDebug().addKeyValue("cause", failure.getMessage()).log("own address not told, will try again");
        } else if (answer instanceof Answer.Refused refused) {
            LOGGER.atDebug()
                    .addKeyValue("cause", refused.status().getMessage())
                    .log("own address refused, will try again");
        }
    }

    private boolean isAsWanted(EndpointSlice stored) {
        return stored.getAddressType().equals(wanted.getAddressType())
                && stored.getEndpoints().equals(wanted.getEndpoints())
                && stored.getPorts().equals(wanted.getPorts())
                && "kubernetes".equals(stored.getMetadata().getLabels().get("kubernetes.io/service-name"));
    }
}
