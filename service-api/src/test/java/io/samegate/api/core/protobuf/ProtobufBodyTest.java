package io.samegate.api.core.protobuf;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta.DeleteOptions;
import io.kubernetes.client.proto.Meta.FieldsV1;
import io.kubernetes.client.proto.Meta.ManagedFieldsEntry;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Meta.Time;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1.Container;
import io.kubernetes.client.proto.V1.EmptyDirVolumeSource;
import io.kubernetes.client.proto.V1.HTTPGetAction;
import io.kubernetes.client.proto.V1.Pod;
import io.kubernetes.client.proto.V1.PodSpec;
import io.kubernetes.client.proto.V1.Probe;
import io.kubernetes.client.proto.V1.ProbeHandler;
import io.kubernetes.client.proto.V1.ResourceRequirements;
import io.kubernetes.client.proto.V1.Service;
import io.kubernetes.client.proto.V1.ServicePort;
import io.kubernetes.client.proto.V1.ServiceSpec;
import io.kubernetes.client.proto.V1.Volume;
import io.kubernetes.client.proto.V1.VolumeSource;
import io.samegate.api.core.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufBodyTest {

    @Test
    void aServiceReadsAsItsJsonWould() {
        Service service = Service.newBuilder()
                .setMetadata(ObjectMeta.newBuilder()
                        .setName("web")
                        .setNamespace("")
                        .setCreationTimestamp(Time.getDefaultInstance())
                        .putLabels("app", "web")
                        .putLabels("empty", ""))
                .setSpec(ServiceSpec.newBuilder()
                        .addPorts(ServicePort.newBuilder()
                                .setName("")
                                .setProtocol("UDP")
                                .setPort(53)
                                .setNodePort(0)
                                .setTargetPort(
                                        IntOrString.newBuilder().setType(1).setStrVal("dns")))
                        .addPorts(ServicePort.newBuilder()
                                .setPort(80)
                                .setTargetPort(
                                        IntOrString.newBuilder().setType(0).setIntVal(8080)))
                        .putSelector("app", "web")
                        .setType("NodePort")
                        .setClusterIP("")
                        .setPublishNotReadyAddresses(false)
                        .setAllocateLoadBalancerNodePorts(false))
                .build();
        assertThat(ProtobufBody.read(body("v1", "Service", service))).isEqualTo(tree("""
            {'apiVersion':'v1','kind':'Service','metadata':{'name':'web','labels':{'app':'web','empty':''}},
            'spec':{'ports':[{'protocol':'UDP','port':53,'targetPort':'dns'},{'port':80,'targetPort':8080}],
            'selector':{'app':'web'},'type':'NodePort','allocateLoadBalancerNodePorts':false}}\
            """));
    }

    @Test
    void whatGoEmbedsStandsAmongTheFieldsAroundIt() {
        Pod pod = Pod.newBuilder()
                .setSpec(PodSpec.newBuilder()
                        .setTerminationGracePeriodSeconds(0)
                        .setHostNetwork(false)
                        .addVolumes(Volume.newBuilder()
                                .setName("tmp")
                                .setVolumeSource(VolumeSource.newBuilder()
                                        .setEmptyDir(EmptyDirVolumeSource.getDefaultInstance())))
                        .addContainers(Container.newBuilder()
                                .setName("c")
                                .addArgs("")
                                .setResources(ResourceRequirements.newBuilder()
                                        .putRequests(
                                                "cpu",
                                                Quantity.newBuilder()
                                                        .setString("100m")
                                                        .build()))
                                .setReadinessProbe(Probe.newBuilder()
                                        .setHandler(ProbeHandler.newBuilder()
                                                .setHttpGet(HTTPGetAction.newBuilder()
                                                        .setPort(IntOrString.newBuilder()
                                                                .setIntVal(80)))))))
                .build();
        assertThat(ProtobufBody.read(body("v1", "Pod", pod))).isEqualTo(tree("""
            {'apiVersion':'v1','kind':'Pod','spec':{'volumes':[{'name':'tmp','emptyDir':{}}],
            'terminationGracePeriodSeconds':0,'containers':[{'name':'c','args':[''],
            'resources':{'requests':{'cpu':'100m'}},'readinessProbe':{'httpGet':{'port':80}}}]}}\
            """));
    }

    @Test
    void timesAndManagedFieldsTakeTheirJsonForms() {
        ObjectMeta metadata = ObjectMeta.newBuilder()
                .setCreationTimestamp(Time.newBuilder().setSeconds(1_700_000_000))
                .addManagedFields(ManagedFieldsEntry.newBuilder()
                        .setManager("m")
                        .setFieldsV1(FieldsV1.newBuilder().setRaw(ByteString.copyFromUtf8("{\"f:spec\":{}}"))))
                .build();
        JsonNode read = ProtobufBody.read(
                body("v1", "Service", Service.newBuilder().setMetadata(metadata).build()));
        assertThat(read.path("metadata")).isEqualTo(tree("""
            {'creationTimestamp':'2023-11-14T22:13:20Z','managedFields':[{'manager':'m','fieldsV1':{'f:spec':{}}}]}\
            """));
    }

    @Test
    void jsonInProtobufIsNestedNoDeeperThanABody() {
        String deep = "{\"f:x\":".repeat(101) + "1" + "}".repeat(101);
        ObjectMeta metadata = ObjectMeta.newBuilder()
                .addManagedFields(ManagedFieldsEntry.newBuilder()
                        .setFieldsV1(FieldsV1.newBuilder().setRaw(ByteString.copyFromUtf8(deep))))
                .build();
        byte[] body =
                body("v1", "Service", Service.newBuilder().setMetadata(metadata).build());
        assertThatThrownBy(() -> ProtobufBody.read(body))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(400))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void aGracePeriodOfZeroIsMeant() {
        DeleteOptions options = DeleteOptions.newBuilder()
                .setGracePeriodSeconds(0)
                .addDryRun("All")
                .build();
        assertThat(ProtobufBody.read(body("discovery.k8s.io/v1", "DeleteOptions", options)))
                .isEqualTo(tree("""
                    {'apiVersion':'discovery.k8s.io/v1','kind':'DeleteOptions','gracePeriodSeconds':0,'dryRun':['All']}\
                    """));
    }

    /** {@code ready: false} in a slice is not the same as no {@code ready}. */
    @Test
    void endpointsOfASliceSayWhatTheyAreNot() {
        byte[] notReady = concat(delimited(1, ascii("127.0.0.1")), delimited(2, new byte[] {8, 0}));
        byte[] slice = concat(delimited(2, notReady), delimited(4, ascii("IPv4")));
        assertThat(ProtobufBody.read(body("discovery.k8s.io/v1", "EndpointSlice", slice)))
                .isEqualTo(tree("""
                    {'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice','addressType':'IPv4',
                    'endpoints':[{'addresses':['127.0.0.1'],'conditions':{'ready':false}}]}\
                    """));
    }

    @Test
    void ofAnUnknownKindOnlyItsNameIsRead() {
        assertThat(ProtobufBody.read(body("apps/v1", "Deployment", new byte[] {1, 2, 3})))
                .isEqualTo(tree("{'apiVersion':'apps/v1','kind':'Deployment'}"));
    }

    @Test
    void fieldsOfANewerKubernetesAreSkipped() {
        byte[] newer = HexFormat.of().parseHex("c03e01" + "c23e0161" + "c13e0000000000000000" + "c53e00000000");
        assertThat(ProtobufBody.read(body("v1", "Service", newer)))
                .isEqualTo(tree("{'apiVersion':'v1','kind':'Service'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6b38",
                "7b7d7b7d", // no envelope
                "6b387300" + "0a",
                "6b387300" + "0aff",
                "6b387300" + "0a0d0a02", // cut off
                "6b387300" + "08ffffffffffffffffffff01", // a number without end
                "6b387300" + "00",
                "6b387300" + "0f", // no field
                "6b387300" + "1a0467 7a6970", // compressed
            })
    void whatIsMalformedIsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> ProtobufBody.read(bytes))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("the body is not the protobuf of a Kubernetes object");
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() {
        byte[] name = HexFormat.of().parseHex("0a03" + "0a01ff");
        assertThatThrownBy(() -> ProtobufBody.read(body("v1", "Service", name)))
                .hasMessageEndingWith("a string that is not UTF-8");
    }

    @Test
    void moreValuesThanAnyObjectHasAreRefused() {
        byte[] emptyPorts = new byte[600_000];
        for (int i = 0; i < emptyPorts.length; i += 2) {
            emptyPorts[i] = 0x0a;
        }
        byte[] body = body("v1", "Service", delimited(2, emptyPorts));
        assertThatThrownBy(() -> ProtobufBody.read(body)).hasMessageContaining("more than 200000 values");
    }

    /** Whatever comes is a tree or a refusal. */
    @Test
    void noBytesBreakIt() {
        Random random = new Random(7);
        byte[] good = body(
                "v1",
                "Service",
                Service.newBuilder()
                        .setMetadata(ObjectMeta.newBuilder().setName("web").putLabels("a", "b"))
                        .setSpec(ServiceSpec.newBuilder()
                                .addPorts(ServicePort.newBuilder()
                                        .setPort(80)
                                        .setTargetPort(IntOrString.newBuilder().setIntVal(80))))
                        .build());
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(good, 4 + random.nextInt(good.length - 3));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(ProtobufBody.read(bytes).isObject()).isTrue();
            } catch (RefusedException refused) {
                assertThat(refused.status().getCode()).isEqualTo(400);
            }
        }
    }

    private static byte[] body(String apiVersion, String kind, MessageLite object) {
        return body(apiVersion, kind, object.toByteArray());
    }

    private static byte[] body(String apiVersion, String kind, byte[] object) {
        Unknown unknown = Unknown.newBuilder()
                .setTypeMeta(TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
                .setRaw(ByteString.copyFrom(object))
                .setContentEncoding("")
                .setContentType("")
                .build();
        return concat(new byte[] {'k', '8', 's', 0}, unknown.toByteArray());
    }

    private static byte[] delimited(int field, byte[] value) {
        Unknown unknown =
                Unknown.newBuilder().setRaw(ByteString.copyFrom(value)).build();
        byte[] bytes = unknown.toByteArray();
        bytes[0] = (byte) ((field << 3) | 2);
        return bytes;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
