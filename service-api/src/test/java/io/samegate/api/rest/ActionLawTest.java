package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.access.Action;
import io.samegate.api.core.access.Actions;
import io.samegate.api.core.resource.Resource;
import io.samegate.api.core.resource.Subresource;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody is asked for the right to is what is then carried out, however the path is spelled. */
class ActionLawTest {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    static Stream<Resource> resources() {
        return Resource.all().stream();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theActionIsWhatIsCarriedOut(Resource resource) {
        Set<String> carriedOut = new TreeSet<>();
        for (String path : paths(resource)) {
            for (String spelled : spellings(path)) {
                for (String method : METHODS) {
                    for (boolean watch : new boolean[] {false, true}) {
                        carriedOut(spelled, method, watch).ifPresent(action -> {
                            assertThat(Actions.of(method, spelled, watch, ""))
                                    .as("%s %s, watch %s", method, spelled, watch)
                                    .isEqualTo(action);
                            carriedOut.add(action.verb());
                        });
                    }
                }
            }
        }
        assertThat(carriedOut).containsAll(resource.verbs());
    }

    /** What {@link ApiRoutes} does for a request; empty if it refuses it. */
    private static Optional<Action> carriedOut(String path, String method, boolean watch) {
        return Paths.parse(path).flatMap(target -> {
            String verb = target.verb(method, watch);
            boolean served = target.subresource().isEmpty()
                    ? target.resource().allows(verb)
                    : target.resource()
                            .subresource(target.subresource())
                            .filter(below -> below.verbs().contains(verb))
                            .isPresent();
            // Kubernetes counts a namespace as something in itself.
            String namespace = target.resource().kind() == ObjectKind.NAMESPACE ? target.name() : target.namespace();
            return Optional.<Action>of(new Action.OnResource(
                            verb,
                            target.resource().kind().group(),
                            target.resource().kind().plural(),
                            target.subresource(),
                            namespace,
                            target.name()))
                    .filter(action -> served);
        });
    }

    /** Every path there is of a resource, and some that there are not. */
    private static List<String> paths(Resource resource) {
        String all = "/" + resource.root() + "/" + resource.kind().plural();
        String inNamespace =
                "/" + resource.root() + "/namespaces/shop/" + resource.kind().plural();
        List<String> paths = new ArrayList<>();
        for (String collection : List.of(all, inNamespace)) {
            for (String name : List.of("a", "status", "finalize", "namespaces", "services", "a+b")) {
                paths.add(collection + "/" + name);
                paths.add(collection + "/" + name + "/status/x");
                Stream.concat(
                                Stream.of("status", "finalize", "eviction", "log", "services", "namespaces"),
                                resource.subresources().stream().map(Subresource::name))
                        .forEach(below -> paths.add(collection + "/" + name + "/" + below));
            }
            paths.add(collection);
        }
        return paths;
    }

    private static List<String> spellings(String path) {
        List<String> spellings =
                new ArrayList<>(List.of(path, path + "/", path + "//", "/" + path, path + "/.", path + "/../a"));
        for (int i = 1; i < path.length(); i++) {
            String before = path.substring(0, i);
            String after = path.substring(i + 1);
            if (path.charAt(i) == '/') {
                Stream.of("//", "%2F", "%2f", "/./", "/%2e/", "/../", "/%2e%2e/", ";/", "%00/", "/%20/", "\\")
                        .forEach(slash -> spellings.add(before + slash + after));
            } else {
                spellings.add(before + "%%%02X".formatted((int) path.charAt(i)) + after);
            }
        }
        return spellings;
    }
}
