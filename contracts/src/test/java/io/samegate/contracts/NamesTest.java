package io.samegate.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, references and resource versions as they stand in records. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Service/shop/web", "Node/node1", "Namespace/shop", "EndpointSlice/shop/web-abcde"})
    void aReferenceIsReadBackAsItWasWritten(String path) {
        assertThat(ObjectRef.parse(path).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ghost/shop/web", "Service", "Service/", "Service/a/b/c"})
    void aReferenceToNothingIsRefused(String path) {
        assertThatThrownBy(() -> ObjectRef.parse(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAreSortedByNamespaceThenName() {
        assertThat(new ObjectKey("a", "z")).isLessThan(new ObjectKey("b", "a"));
        assertThat(new ObjectKey("a", "a")).isLessThan(new ObjectKey("a", "b"));
    }

    @ParameterizedTest
    @CsvSource({"1,0,true", "0,0,false", "8,7,true", "7,7,false", "0,-1,false", "abc,7,false"})
    void aResourceVersionIsTheOffsetPlusOneAndNeverThatOfAnUncommittedRecord(
            String resourceVersion, long offset, boolean matches) {
        assertThat(ResourceVersion.matches(resourceVersion, offset)).isEqualTo(matches);
    }

    @Test
    void stampingLeavesTheSharedObjectAlone() {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .build();

        assertThat(ResourceVersion.stamp(service, 7).getResourceVersion()).isEqualTo("8");
        assertThat(service.getMetadata().getResourceVersion()).isNull();
    }

    @Test
    void twoValuesAreTheSameWhateverTheOrderOfTheirFields() {
        assertThat(Json.same(
                        GoldenFiles.tree("{\"a\":1,\"b\":2}".getBytes(UTF_8)),
                        GoldenFiles.tree("{\"b\":2,\"a\":1}".getBytes(UTF_8))))
                .isTrue();
    }
}
