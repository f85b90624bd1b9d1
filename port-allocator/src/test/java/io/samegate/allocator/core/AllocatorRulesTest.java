package io.samegate.allocator.core;

import static io.samegate.allocator.core.ServiceFixture.clusterIp;
import static io.samegate.allocator.core.ServiceFixture.nodePort;
import static io.samegate.allocator.core.ServiceFixture.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of requests: identity, preconditions, namespaces, the API Service, facts. */
class AllocatorRulesTest {

    private static final ObjectKey WEB = new ObjectKey("default", "web");

    private final Log log = Log.usual();

    @Test
    void aNewServiceGetsItsIdentityFromTheRequest() {
        Service asked = new ServiceBuilder(clusterIp("web", tcp(80)))
                .editMetadata()
                .withUid("forged")
                .withGeneration(7L)
                .withResourceVersion("9")
                .endMetadata()
                .build();
        RequestHeader header = log.header(WEB);

        log.ask(new Request.Create(header, asked));

        Service stored = log.service("web");
        assertThat(stored.getMetadata().getUid()).isEqualTo(header.id());
        assertThat(stored.getMetadata().getCreationTimestamp()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(stored.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(stored.getMetadata().getResourceVersion()).isNull();
        assertThat(stored.getStatus().getLoadBalancer()).isNotNull();
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        Request request = new Request.Create(log.header(WEB), nodePort("web", tcp(80)));
        AllocatorRules rules = new AllocatorRules(new AllocatorSettings(
                PortRange.parse("30000-32767"), AddressRange.parse("10.233.0.0/18"), 8080, Duration.ofMinutes(3)));

        assertThat(rules.decide(log.state(), request, Log.NOON))
                .isEqualTo(rules.decide(log.state(), request, Log.NOON));
    }

    @Test
    void aNameIsTakenOnce() {
        log.create(clusterIp("web", tcp(80)));

        assertThat(Log.refusal(log.create(clusterIp("web", tcp(80)))))
                .returns(409, Status::getCode)
                .returns("services \"web\" already exists", Status::getMessage);
    }

    @Test
    void whatIsNotThereCannotBeReplacedOrDeleted() {
        assertThat(Log.refusal(log.replace(clusterIp("web", tcp(80)))).getMessage())
                .isEqualTo("services \"web\" not found");
        assertThat(Log.refusal(log.delete("web")).getCode()).isEqualTo(404);
    }

    @Test
    void anEqualReplaceWritesNothingAndNamesTheRecordThereIs() {
        log.create(nodePort("web", tcp(80)));
        int records = log.records().size();

        Decision decision = log.replace(nodePort("web", tcp(80)));

        assertThat(decision.changes()).isEmpty();
        assertThat(decision.facts()).isEmpty();
        assertThat(decision.outcome())
                .isEqualTo(new Outcome.Accepted(
                        Topics.SERVICES, "default/web", log.records().size() - 1));
        assertThat(log.records()).hasSize(records);
    }

    @Test
    void theGenerationCountsChangesOfTheSpecAlone() {
        log.create(clusterIp("web", tcp(80)));

        log.replace(new ServiceBuilder(clusterIp("web", tcp(80)))
                .editMetadata()
                .addToLabels("a", "b")
                .endMetadata()
                .build());
        assertThat(log.service("web").getMetadata().getGeneration()).isEqualTo(1);
        assertThat(log.service("web").getMetadata().getLabels()).containsEntry("a", "b");
        log.replace(clusterIp("web", tcp(81)));

        assertThat(log.service("web").getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void eachPartOfAReplaceLeavesTheOtherAlone() {
        log.create(clusterIp("web", tcp(80)));
        Service withStatus = new ServiceBuilder(clusterIp("web", tcp(99)))
                .editMetadata()
                .addToLabels("of", "the status")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Seen")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();

        log.ask(new Request.Replace(log.header(WEB), withStatus, Preconditions.NONE, Part.STATUS));
        assertThat(log.service("web").getSpec().getPorts().get(0).getPort()).isEqualTo(80);
        assertThat(log.service("web").getMetadata().getLabels()).isNullOrEmpty();
        log.replace(clusterIp("web", tcp(81)));

        assertThat(log.service("web").getStatus().getConditions())
                .isEqualTo(withStatus.getStatus().getConditions());
        assertThat(log.service("web").getSpec().getPorts().get(0).getPort()).isEqualTo(81);
    }

    @Test
    void aPreconditionThatHoldsLetsThrough() {
        log.create(clusterIp("web", tcp(80)));
        String uid = log.service("web").getMetadata().getUid();

        Decision decision = log.replace(clusterIp("web", tcp(81)), new Preconditions(uid, log.resourceVersion("web")));

        assertThat(Log.isAccepted(decision)).isTrue();
    }

    @Test
    void anOutdatedResourceVersionIsAConflict() {
        log.create(clusterIp("web", tcp(80)));
        String old = log.resourceVersion("web");
        log.replace(clusterIp("web", tcp(81)));

        Status status = Log.refusal(log.replace(clusterIp("web", tcp(82)), Preconditions.resourceVersion(old)));

        assertThat(status)
                .returns(409, Status::getCode)
                .returns("Conflict", Status::getReason)
                .returns(
                        "Operation cannot be fulfilled on services \"web\": the object has been modified; please apply"
                                + " your changes to the latest version and try again",
                        Status::getMessage);
    }

    @Test
    void aResourceVersionChangedEarlierInTheSameBatchIsAConflict() {
        log.create(clusterIp("web", tcp(80)));
        Preconditions known = Preconditions.resourceVersion(log.resourceVersion("web"));

        Decision first = log.decide(new Request.Replace(log.header(WEB), clusterIp("web", tcp(81)), known, Part.MAIN));
        Decision second = log.decide(new Request.Replace(log.header(WEB), clusterIp("web", tcp(82)), known, Part.MAIN));

        assertThat(Log.isAccepted(first)).isTrue();
        assertThat(Log.refusal(second).getCode()).isEqualTo(409);
    }

    @Test
    void anotherUidIsAConflict() {
        log.create(clusterIp("web", tcp(80)));

        Decision decision = log.ask(
                new Request.Delete(log.header(WEB), new Preconditions("somebody-else", ""), Grace.OF_THE_OBJECT));

        assertThat(Log.refusal(decision).getMessage())
                .isEqualTo(
                        "Operation cannot be fulfilled on services \"web\": Precondition failed: UID in precondition:"
                                + " somebody-else, UID in object meta: "
                                + log.service("web").getMetadata().getUid());
    }

    @Test
    void aDryRunOfAReplaceOrDeleteWritesNothing() {
        log.create(clusterIp("web", tcp(80)));
        AllocatorState before = log.state();
        RequestHeader dry = log.header(WEB).withDryRun(true);

        Decision replaced = log.ask(new Request.Replace(dry, clusterIp("web", tcp(81)), Preconditions.NONE, Part.MAIN));
        Decision deleted = log.ask(new Request.Delete(dry, Preconditions.NONE, Grace.OF_THE_OBJECT));

        assertThat(((Service) Log.simulated(replaced))
                        .getSpec()
                        .getPorts()
                        .get(0)
                        .getPort())
                .isEqualTo(81);
        assertThat(Log.simulated(deleted).getMetadata().getResourceVersion()).isEqualTo(log.resourceVersion("web"));
        assertThat(log.state()).isEqualTo(before);
    }

    @Test
    void aNamespaceThatIsNotThereIsNotFound() {
        Service asked = inNamespace("nowhere");

        Status status = Log.refusal(log.create(asked));

        assertThat(status)
                .returns(404, Status::getCode)
                .returns("namespaces \"nowhere\" not found", Status::getMessage);
    }

    @Test
    void aNamespaceThatIsGoingTakesNothingNew() {
        log.namespace("going", NamespacePhase.TERMINATING);

        Status status = Log.refusal(log.create(inNamespace("going")));

        assertThat(status)
                .returns(403, Status::getCode)
                .returns(
                        "services \"web\" is forbidden: unable to create new content in namespace going because it is"
                                + " being terminated",
                        Status::getMessage);
    }

    @Test
    void closingANamespaceRemovesWhatItHoldsAndNothingElse() {
        log.namespace("shop", NamespacePhase.ACTIVE);
        log.create(inNamespace("shop"));
        log.create(clusterIp("stays", tcp(80)));
        log.namespace("shop", NamespacePhase.TERMINATING);

        Decision decision = log.ask(close("shop"));
        Decision again = log.ask(close("shop"));

        assertThat(Log.isAccepted(decision)).isTrue();
        assertThat(log.state().allocations().in("shop")).isEmpty();
        assertThat(log.find("stays")).isPresent();
        assertThat(Log.isAccepted(again)).isTrue();
        assertThat(again.changes()).isEmpty();
    }

    @Test
    void aNamespaceThatIsNotSeenToBeGoingIsNotClosedYet() {
        assertThat(Log.refusal(log.ask(closeOf("open"))).getCode()).isEqualTo(409);
    }

    @Test
    void theDefaultNamespaceIsNeverClosed() {
        log.namespace("default", NamespacePhase.TERMINATING);

        assertThat(Log.refusal(log.ask(close("default"))).getCode()).isEqualTo(403);
    }

    @Test
    void theApiServiceIsThereFromTheStart() {
        Service kubernetes = log.service("kubernetes");

        assertThat(kubernetes.getSpec().getClusterIP()).isEqualTo("10.233.0.1");
        assertThat(kubernetes.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(kubernetes.getSpec().getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("https");
            assertThat(port.getPort()).isEqualTo(443);
            assertThat(port.getTargetPort().getIntVal()).isEqualTo(8080);
        });
        assertThat(kubernetes.getMetadata().getLabels())
                .containsEntry("component", "apiserver")
                .containsEntry("provider", "kubernetes");
    }

    @Test
    void theApiServiceComesBackWhenItIsDeleted() {
        log.facts().clear();

        assertThat(Log.isAccepted(log.delete("kubernetes"))).isTrue();

        assertThat(log.service("kubernetes").getSpec().getClusterIP()).isEqualTo("10.233.0.1");
        assertThat(log.facts()).extracting(Fact::type).contains("ServiceDeleted", "ServiceCreated");
    }

    @Test
    void theApiServiceStaysTheWayToTheApiAndKeepsOtherChanges() {
        Service bent = new ServiceBuilder(log.service("kubernetes"))
                .editMetadata()
                .addToAnnotations("note", "kept")
                .endMetadata()
                .editSpec()
                .editPort(0)
                .withPort(80)
                .endPort()
                .endSpec()
                .build();

        log.replace(bent);

        assertThat(log.service("kubernetes").getSpec().getPorts().get(0).getPort())
                .isEqualTo(443);
        assertThat(log.service("kubernetes").getMetadata().getAnnotations()).containsEntry("note", "kept");
    }

    @Test
    void aRequestOfAnotherKindIsABadRequest() {
        ObjectRef pod = new ObjectRef(ObjectKind.POD, WEB);

        Decision created = log.ask(new Request.Create(
                log.header(pod),
                new PodBuilder().withNewMetadata().withName("web").endMetadata().build()));
        Decision deleted = log.ask(new Request.Delete(log.header(pod), Preconditions.NONE, Grace.OF_THE_OBJECT));

        assertThat(Log.refusal(created).getCode()).isEqualTo(400);
        assertThat(Log.refusal(deleted).getCode()).isEqualTo(400);
    }

    @Test
    void whatHappenedIsTold() {
        log.facts().clear();
        log.create(nodePort("web", tcp(80, 30080)));
        log.create(nodePort("mail", tcp(25, 30080)));
        log.replace(nodePort("web", tcp(80, 30081)));
        log.delete("web");

        assertThat(log.facts())
                .extracting(Fact::type)
                .containsExactly(
                        "ServiceCreated",
                        "ClusterIPAllocated",
                        "PortAllocated",
                        "RequestRefused",
                        "ServiceChanged",
                        "PortReleased",
                        "PortAllocated",
                        "ServiceDeleted",
                        "PortReleased",
                        "ClusterIPReleased");
        assertThat(log.facts().get(2).details())
                .containsEntry("nodePort", "30080")
                .containsEntry("protocol", "TCP")
                .containsEntry("service", "default/web");
        assertThat(log.facts().get(3).message()).contains("provided port is already allocated");
    }

    @Test
    void aRefusedDryRunIsNobodysNews() {
        log.create(nodePort("web", tcp(80, 30080)));
        Service asked = nodePort("mail", tcp(25, 30080));

        Decision decision =
                log.ask(new Request.Create(log.header(ObjectKey.of(asked)).withDryRun(true), asked));

        assertThat(Log.refusal(decision).getCode()).isEqualTo(422);
        assertThat(decision.facts()).isEmpty();
    }

    private Request closeOf(String namespace) {
        log.namespace(namespace, NamespacePhase.ACTIVE);
        return close(namespace);
    }

    private Request close(String namespace) {
        return new Request.CloseNamespace(
                log.header(new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped(namespace))));
    }

    private static Service inNamespace(String namespace) {
        return new ServiceBuilder(clusterIp("web", tcp(80)))
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }
}
