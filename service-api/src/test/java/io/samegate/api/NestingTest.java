package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kubernetes.client.proto.Meta.FieldsV1;
import io.kubernetes.client.proto.Meta.ManagedFieldsEntry;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1.Endpoints;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that is stored is nested too deeply to be shown again, whichever way it comes in. */
@QuarkusTest
@WithTestResource(Installation.class)
class NestingTest extends ServedCase {

    private static final String ENDPOINTS = "/api/v1/namespaces/default/endpoints";
    private static final String DEEP = "[".repeat(500) + "]".repeat(500);

    private final String name = unique("nested");

    @AfterEach
    void everythingCanStillBeListed() {
        assertThat(client.get(ENDPOINTS).code()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/merge-patch+json           | {"x":DEEP}
            application/strategic-merge-patch+json | {"x":DEEP}
            application/json-patch+json            | [{"op":"add","path":"/x","value":DEEP}]
            application/apply-patch+yaml           | {"apiVersion":"v1","kind":"Endpoints","x":DEEP}
            """)
    void aPatchIsNestedNoDeeperThanAnyBody(String type, String patch) {
        create();
        assertThat(patch(type, patch.replace("DEEP", DEEP))).isEqualTo(400);
    }

    @Test
    void copiesDoNotNestWhatNoBodyMay() {
        create();
        String add = "{\"op\":\"add\",\"path\":\"/x\",\"value\":{}}";
        String copy = ",{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/x/x\"}"; // one level more each time
        assertThat(patch("application/json-patch+json", "[" + add + copy.repeat(200) + "]"))
                .isEqualTo(422);
    }

    @Test
    void mergesDoNotNestWhatNoBodyMay() {
        create();
        for (String type : new String[] {"application/merge-patch+json", "application/strategic-merge-patch+json"}) {
            String nested = "{\"x\":".repeat(99) + "{}" + "}".repeat(99);
            assertThat(patch(type, nested)).as(type).isEqualTo(200);
            assertThat(patch(type, "{}")).as("another one, %s", type).isEqualTo(200);
            assertThat(patch(type, "{\"x\":" + nested + "}")).as(type).isEqualTo(400);
        }
    }

    @Test
    void protobufNestsNoDeeperThanJson() {
        ObjectMeta metadata = ObjectMeta.newBuilder()
                .setName(name)
                .addManagedFields(ManagedFieldsEntry.newBuilder()
                        .setManager("m")
                        .setOperation("Update")
                        .setApiVersion("v1")
                        .setFieldsType("FieldsV1")
                        .setFieldsV1(FieldsV1.newBuilder()
                                .setRaw(ByteString.copyFromUtf8("{\"f:x\":".repeat(900) + "{}" + "}".repeat(900)))))
                .build();
        Unknown body = Unknown.newBuilder()
                .setTypeMeta(TypeMeta.newBuilder().setApiVersion("v1").setKind("Endpoints"))
                .setRaw(Endpoints.newBuilder().setMetadata(metadata).build().toByteString())
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("k8s\0".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body.toByteArray());
        assertThat(client.send(
                                "POST",
                                ENDPOINTS,
                                bytes.toByteArray(),
                                "Content-Type",
                                "application/vnd.kubernetes.protobuf")
                        .code())
                .isEqualTo(400);
    }

    private void create() {
        assertThat(client.send("POST", ENDPOINTS, "{\"metadata\":{\"name\":\"" + name + "\"}}")
                        .code())
                .isEqualTo(201);
    }

    private int patch(String type, String patch) {
        return client.send("PATCH", ENDPOINTS + "/" + name + "?fieldManager=m", patch, "Content-Type", type)
                .code();
    }
}
