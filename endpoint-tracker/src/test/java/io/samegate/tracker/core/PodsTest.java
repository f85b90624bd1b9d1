package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodsTest {

    private final Ledger ledger = new Ledger(Given.SETTINGS);

    @Test
    void aRegisteredPodWithAnAddressIsRunningAndReadyOneOfOne() {
        Request.Create request = create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.decide(request);

        Pod pod = ledger.pod("a");
        assertThat(pod.getMetadata().getUid()).isEqualTo(request.header().id());
        assertThat(pod.getMetadata().getCreationTimestamp()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(pod.getStatus().getPodIPs().getFirst().getIp()).isEqualTo("10.1.0.1");
        assertThat(pod.getStatus().getContainerStatuses())
                .extracting(ContainerStatus::getReady)
                .containsExactly(true);
        assertThat(ready("a")).isEqualTo("True");
        assertThat(ledger.factTypes()).containsExactly("PodRegistered", "EndpointReady");
    }

    @Test
    void aPodWithoutAnAddressIsPendingUntilItGetsOne() {
        ledger.create(Given.pod("a", "web", "").build());
        assertThat(ledger.pod("a").getStatus().getPhase()).isEqualTo("Pending");
        assertThat(ready("a")).isEqualTo("False");

        ledger.replaceStatus(new PodBuilder(ledger.pod("a"))
                .editStatus()
                .withPodIP("10.1.0.1")
                .endStatus()
                .build());

        assertThat(ledger.pod("a").getStatus().getPhase()).isEqualTo("Running");
        assertThat(ready("a")).isEqualTo("True");
    }

    @Test
    void aReadyConditionTheRegistrarSetsStands() {
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.replaceStatus(withReady(ledger.pod("a"), "False"));

        assertThat(ready("a")).isEqualTo("False");
        assertThat(ledger.pod("a").getStatus().getContainerStatuses().getFirst().getReady())
                .isFalse();
        assertThat(ledger.factTypes()).endsWith("EndpointNotReady");
    }

    @Test
    void aProbedPodIsNotReadyBeforeItsProbesSaySoWhateverTheRegistrarSays() {
        ledger.create(withReady(Given.probedPod("a", "web", "10.1.0.1"), "True"));
        assertThat(ready("a")).isEqualTo("False");

        ledger.probed("a", true);

        assertThat(ready("a")).isEqualTo("True");
    }

    @Test
    void aDecisionOfProbesAboutAnEarlierPodOfTheSameNameIsNotMeant() {
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));

        ledger.notice(new TrackerInput.ProbeDecided(new ObjectKey("default", "a"), "another uid", "main", true, ""));

        assertThat(ready("a")).isEqualTo("False");
    }

    @Test
    void theSameDecisionAgainWritesNothing() {
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));
        ledger.probed("a", true);
        ledger.written.clear();
        ledger.now = ledger.now.plusSeconds(60);

        ledger.probed("a", true);

        assertThat(ledger.written).isEmpty();
    }

    @Test
    void loggedReadinessSurvivesAReplaceThatDoesNotRepeatTheStatus() {
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));
        ledger.probed("a", true);

        ledger.replace(new PodBuilder(Given.probedPod("a", "web", "10.1.0.1"))
                .editMetadata()
                .addToLabels("new", "label")
                .endMetadata()
                .withStatus(null)
                .build());

        assertThat(ready("a")).isEqualTo("True");
        assertThat(ledger.pod("a").getMetadata().getLabels()).containsEntry("new", "label");
    }

    @Test
    void aProbedPodThatMovesToAnotherAddressMustBeProbedAgain() {
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));
        ledger.probed("a", true);

        ledger.replace(Given.probedPod("a", "web", "10.1.0.2"));

        assertThat(ready("a")).isEqualTo("False");
    }

    @Test
    void theSpecOfAPodIsReplacedLikeAnythingElse() {
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));
        Pod elsewhere = new PodBuilder(Given.probedPod("a", "web", "10.1.0.1"))
                .editSpec()
                .withNodeName("another")
                .editFirstContainer()
                .withImage("another")
                .endContainer()
                .endSpec()
                .build();

        ledger.replace(elsewhere);

        assertThat(ledger.pod("a").getSpec()).isEqualTo(elsewhere.getSpec());
    }

    @Test
    void registeringTheSameManifestAgainIsUnchanged() {
        Pod manifest = Given.pod("a", "web", "10.1.0.1").build();
        ledger.create(manifest);
        ledger.written.clear();
        ledger.now = ledger.now.plusSeconds(60);

        Decision decision = ledger.replace(manifest);

        assertThat(ledger.written).isEmpty();
        assertThat(decision.outcome()).isEqualTo(new Outcome.Accepted(Topics.PODS, "default/a", 0));
    }

    @Test
    void readinessGatesMustBeTrueToo() {
        ledger.create(Given.pod("a", "web", "10.1.0.1")
                .editSpec()
                .addNewReadinessGate("example.org/gate")
                .endSpec()
                .build());
        assertThat(ready("a")).isEqualTo("False");

        ledger.replaceStatus(new PodBuilder(ledger.pod("a"))
                .editStatus()
                .addNewCondition()
                .withType("example.org/gate")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());

        assertThat(ready("a")).isEqualTo("True");
    }

    @Test
    void aDefaultProbeIsTheFirstTcpPortOfAPodThatHasNone() {
        TrackerSettings settings = Given.settings(true, 100);

        List<ProbeTask> tasks =
                new ProbePlan(settings).tasks(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(tasks).extracting(ProbeTask::check).containsExactly(new ProbeTask.Check.Tcp("10.1.0.1", 8080));
    }

    @Test
    void theAnnotationOverrulesTheSettingOfTheDefaultProbe() {
        Pod asking = annotated("tcp");
        Pod declining = annotated("none");

        assertThat(new ProbePlan(Given.settings(false, 100)).tasks(asking)).hasSize(1);
        assertThat(new ProbePlan(Given.settings(true, 100)).tasks(declining)).isEmpty();
    }

    @Test
    void probesFollowTheMappingToHostPortsAndNamedPorts() {
        Pod pod = new PodBuilder(Given.probedPod("a", "web", "10.0.0.1"))
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withHostPort(18081)
                .endPort()
                .editReadinessProbe()
                .editHttpGet()
                .withPort(new IntOrString("http"))
                .withPath("health")
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();

        assertThat(new ProbePlan(Given.SETTINGS).tasks(pod))
                .extracting(ProbeTask::check)
                .containsExactly(new ProbeTask.Check.Http(false, "10.0.0.1", 18081, "/health", List.of()));
    }

    @Test
    void ourOwnPortsOnLoopbackAreNeverProbed() {
        Pod pod = new PodBuilder(Given.probedPod("a", "web", "127.0.0.1"))
                .editSpec()
                .editFirstContainer()
                .editReadinessProbe()
                .editHttpGet()
                .withPort(new IntOrString(9092))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();

        assertThat(new ProbePlan(Given.SETTINGS).tasks(pod)).isEmpty();
    }

    @Test
    void anAddressOutsideTheAllowedRangesIsRefused() {
        Decision decision = ledger.create(Given.pod("a", "web", "8.8.8.8").build());

        assertThat(Ledger.refusalCode(decision)).isEqualTo(422);
        assertThat(Ledger.refusal(decision)).contains("status.podIP: Invalid value: \"8.8.8.8\"");
        assertThat(ledger.factTypes()).containsExactly("RequestRefused");
    }

    @Test
    void aLinkLocalAddressIsRefusedEvenIfItIsNoIpv4Address() {
        assertThat(Ledger.refusalCode(
                        ledger.create(Given.pod("a", "web", "169.254.169.254").build())))
                .isEqualTo(422);
        assertThat(Ledger.refusalCode(
                        ledger.create(Given.pod("a", "web", "fe80::1").build())))
                .isEqualTo(422);
        assertThat(Ledger.refusalCode(ledger.create(
                        Given.pod("a", "web", "::ffff:169.254.1.1").build())))
                .isEqualTo(422);
        assertThat(Ledger.refusalCode(
                        ledger.create(Given.pod("a", "web", "localhost").build())))
                .isEqualTo(422);
    }

    @Test
    void aProbeMayNotNameAHostElsewhere() {
        Pod pod = new PodBuilder(Given.probedPod("a", "web", "10.1.0.1"))
                .editSpec()
                .editFirstContainer()
                .editReadinessProbe()
                .editHttpGet()
                .withHost("metadata.example.org")
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();

        assertThat(Ledger.refusal(ledger.create(pod))).contains("spec.containers[0].readinessProbe.httpGet.host");
    }

    @Test
    void aSecondPodOfTheSameNameAlreadyExists() {
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(Ledger.refusal(
                        ledger.create(Given.pod("a", "web", "10.1.0.2").build())))
                .isEqualTo("pods \"a\" already exists");
    }

    @Test
    void aPodCannotBeCreatedInANamespaceThatIsMissingOrGoing() {
        ledger.namespace("going", "Terminating");

        Decision missing = ledger.create(in("missing"));
        Decision going = ledger.create(in("going"));

        assertThat(Ledger.refusal(missing)).isEqualTo("namespaces \"missing\" not found");
        assertThat(Ledger.refusal(going))
                .isEqualTo("pods \"a\" is forbidden: unable to create new content in namespace going because it is"
                        + " being terminated");
    }

    @Test
    void aDryRunShowsWhatWouldBeStoredAndWritesNothing() {
        ledger.written.clear();
        Request.Create request = create(Given.pod("a", "web", "10.1.0.1").build());

        Decision decision = ledger.decide(new Request.Create(request.header().withDryRun(true), request.object()));

        assertThat(decision.outcome()).isInstanceOf(Outcome.Simulated.class);
        assertThat(ledger.written).isEmpty();
        assertThat(ledger.facts).isEmpty();
    }

    @Test
    void anOutdatedResourceVersionIsAConflict() {
        Pod manifest = Given.pod("a", "web", "10.1.0.1").build();
        ledger.create(manifest);

        Decision outdated = ledger.decide(
                new Request.Replace(Ledger.header(manifest), manifest, Preconditions.resourceVersion("77"), Part.MAIN));
        Decision right = ledger.decide(
                new Request.Replace(Ledger.header(manifest), manifest, Preconditions.resourceVersion("1"), Part.MAIN));

        assertThat(Ledger.refusalCode(outdated)).isEqualTo(409);
        assertThat(right.outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void anotherUidIsAConflict() {
        Pod manifest = Given.pod("a", "web", "10.1.0.1").build();
        ledger.create(manifest);

        Decision decision = ledger.decide(
                new Request.Delete(Ledger.header(manifest), new Preconditions("another", ""), Grace.OF_THE_OBJECT));

        assertThat(Ledger.refusalCode(decision)).isEqualTo(409);
    }

    @Test
    void aDeletedPodLeavesWithTheGraceOfItsSpec() {
        drainable();
        ledger.delete(ledger.pod("a"));

        assertThat(ledger.pod("a").getMetadata().getDeletionTimestamp()).isEqualTo("2026-03-01T10:00:30Z");
        assertThat(ledger.pod("a").getMetadata().getDeletionGracePeriodSeconds())
                .isEqualTo(30);
        assertThat(ledger.factTypes()).endsWith("PodTerminating", "EndpointNotReady");
    }

    @Test
    void aLeavingPodIsRemovedWhenItsGraceIsOver() {
        drainable();
        ledger.delete(ledger.pod("a"), Grace.of(Duration.ofSeconds(2)));

        beat(0);
        ledger.pass(Duration.ofMillis(1999));
        assertThat(ledger.findPod("a")).isPresent();
        ledger.pass(Duration.ofMillis(1));

        assertThat(ledger.findPod("a")).isEmpty();
        assertThat(ledger.factTypes()).endsWith("PodRemoved");
    }

    @Test
    void aLeavingPodIsRemovedWhenEveryReadyNodeHasAppliedThatItLeaves() {
        drainable();
        ledger.delete(ledger.pod("a"));
        long applied = ledger.endOf(Topics.ENDPOINT_SLICES);

        beat(applied - 1);
        ledger.pass(Duration.ofSeconds(1));
        assertThat(ledger.findPod("a")).isPresent();
        beat(applied);
        ledger.pass(Duration.ofMillis(249));
        assertThat(ledger.findPod("a")).isPresent();
        ledger.pass(Duration.ofMillis(1));

        assertThat(ledger.findPod("a")).isEmpty();
    }

    @Test
    void aLeavingPodStaysWhileANodeHasConnectionsToIt() {
        drainable();
        String key = NodeDrain.key("node1", ledger.pod("a").getMetadata().getUid());
        ledger.delete(ledger.pod("a"));
        NodeDrain drain = new NodeDrain("node1", ledger.pod("a").getMetadata().getUid(), "instance", 3);
        ledger.notice(new TrackerInput.DrainsSeen(Seen.changes(Map.of(key, drain), Set.of())));
        beat(ledger.endOf(Topics.ENDPOINT_SLICES));
        ledger.pass(Duration.ofSeconds(1));
        assertThat(ledger.findPod("a")).isPresent();

        ledger.notice(new TrackerInput.DrainsSeen(Seen.changes(Map.of(), Set.of(key))));
        ledger.checkWhatIsDue();

        assertThat(ledger.findPod("a")).isEmpty();
    }

    @Test
    void aNodeThatIsNotReadyIsNotWaitedFor() {
        drainable();
        ledger.delete(ledger.pod("a"));
        assertThat(ledger.findPod("a")).isPresent();

        ledger.pass(Duration.ofSeconds(5));

        assertThat(ledger.findPod("a")).isEmpty();
    }

    @Test
    void graceZeroRemovesAtOnce() {
        drainable();

        ledger.delete(ledger.pod("a"), Grace.of(Duration.ZERO));

        assertThat(ledger.findPod("a")).isEmpty();
    }

    @Test
    void aSecondDeleteMayOnlyShortenTheGrace() {
        drainable();
        ledger.delete(ledger.pod("a"), Grace.of(Duration.ofSeconds(10)));

        ledger.delete(ledger.pod("a"), Grace.of(Duration.ofSeconds(20)));
        assertThat(ledger.pod("a").getMetadata().getDeletionGracePeriodSeconds())
                .isEqualTo(10);
        ledger.delete(ledger.pod("a"), Grace.of(Duration.ofSeconds(1)));

        assertThat(ledger.pod("a").getMetadata().getDeletionGracePeriodSeconds())
                .isEqualTo(1);
    }

    @Test
    void aLeavingPodCannotBeBroughtBackByAReplace() {
        drainable();
        ledger.delete(ledger.pod("a"));

        ledger.replace(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(ledger.pod("a").getMetadata().getDeletionTimestamp()).isNotNull();
    }

    @Test
    void aNamespaceIsNotClosedBeforeItIsSeenToTerminate() {
        drainable();

        Decision decision = ledger.decide(closeOfDefault());

        assertThat(decision.outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(ledger.findPod("a")).isPresent();
    }

    @Test
    void aClosedNamespaceLosesItsPodsSlicesAndEndpoints() {
        drainable();
        ledger.namespace("default", "Terminating");

        Decision decision = ledger.decide(closeOfDefault());

        assertThat(decision.outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(ledger.findPod("a")).isEmpty();
        assertThat(ledger.slices("web")).isEmpty();
        assertThat(ledger.endpoints("web")).isEmpty();
    }

    @Test
    void aServiceInAClosingNamespaceGetsNoSlicesAnyMore() {
        ledger.namespace("default", "Terminating");

        ledger.service(Given.service("web").build());

        assertThat(ledger.slices("web")).isEmpty();
    }

    private static Request closeOfDefault() {
        return new Request.CloseNamespace(Ledger.header(new NamespaceBuilder()
                .withNewMetadata()
                .withName("default")
                .endMetadata()
                .build()));
    }

    /** Pod "a" behind Service "web", with node1 Ready. */
    private void drainable() {
        beat(0);
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
    }

    private void beat(long applied) {
        ledger.notice(new TrackerInput.NodeReported(Given.report("node1", Map.of(), applied, false), ledger.now));
    }

    private String ready(String pod) {
        return new PodView(ledger.pod(pod)).condition("Ready").orElseThrow().getStatus();
    }

    private static Request.Create create(Pod pod) {
        return new Request.Create(Ledger.header(pod), pod);
    }

    private static Pod withReady(Pod pod, String status) {
        return new PodBuilder(pod)
                .editStatus()
                .removeMatchingFromConditions(c -> "Ready".equals(c.getType()))
                .addNewCondition()
                .withType("Ready")
                .withStatus(status)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod annotated(String probe) {
        return Given.pod("a", "web", "10.1.0.1")
                .editMetadata()
                .addToAnnotations(ProbePlan.DEFAULT_PROBE, probe)
                .endMetadata()
                .build();
    }

    private static Pod in(String namespace) {
        return Given.pod("a", "web", "10.1.0.1")
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }
}
