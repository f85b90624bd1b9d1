package io.samegate.api.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            GET    | /api/v1/services                                 | list             | ''  | services       | ''     | ''      | ''
            GET    | /api/v1/namespaces/shop/services                 | list             | ''  | services       | ''     | shop    | ''
            GET    | /api/v1/namespaces/shop/services/web             | get              | ''  | services       | ''     | shop    | web
            HEAD   | /api/v1/namespaces/shop/services/web             | get              | ''  | services       | ''     | shop    | web
            PUT    | /api/v1/namespaces/shop/services/web/status      | update           | ''  | services       | status | shop    | web
            PATCH  | /api/v1/namespaces/shop/services/web             | patch            | ''  | services       | ''     | shop    | web
            POST   | /api/v1/namespaces/shop/services                 | create           | ''  | services       | ''     | shop    | ''
            POST   | /api/v1/namespaces/shop/pods/a/eviction          | create           | ''  | pods           | eviction | shop  | a
            DELETE | /api/v1/namespaces/shop/services/web             | delete           | ''  | services       | ''     | shop    | web
            DELETE | /api/v1/namespaces/shop/services                 | deletecollection | ''  | services       | ''     | shop    | ''
            GET    | /api/v1/namespaces                               | list             | ''  | namespaces     | ''     | ''      | ''
            POST   | /api/v1/namespaces                               | create           | ''  | namespaces     | ''     | ''      | ''
            GET    | /api/v1/namespaces/shop                          | get              | ''  | namespaces     | ''     | shop    | shop
            PUT    | /api/v1/namespaces/shop/finalize                 | update           | ''  | namespaces     | finalize | shop  | shop
            GET    | /api/v1/namespaces/shop/status                   | get              | ''  | namespaces     | status | shop    | shop
            GET    | /api/v1/nodes/node1                              | get              | ''  | nodes          | ''     | ''      | node1
            GET    | /apis/discovery.k8s.io/v1/endpointslices         | list             | discovery.k8s.io | endpointslices | '' | '' | ''
            GET    | /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node1 | get | coordination.k8s.io | leases | '' | kube-node-lease | node1
            POST   | /apis/authorization.k8s.io/v1/selfsubjectaccessreviews | create     | authorization.k8s.io | selfsubjectaccessreviews | '' | '' | ''
            GET    | /events                                          | watch            | ''  | events         | ''     | ''      | ''
            GET    | /events/                                         | watch            | ''  | events         | ''     | ''      | ''
            GET    | /events//                                        | watch            | ''  | events         | ''     | ''      | ''
            """)
    void pathsNameResources(
            String method,
            String path,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        assertThat(Actions.of(method, path, false, ""))
                .isEqualTo(new Action.OnResource(verb, group, resource, subresource, namespace, name));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, get, /",
        "GET, /api, get, /api",
        "GET, /api/v1, get, /api/v1",
        "GET, /apis/discovery.k8s.io/v1, get, /apis/discovery.k8s.io/v1",
        "POST, /version, post, /version",
        "GET, /openapi/v3/api/v1, get, /openapi/v3/api/v1",
        "GET, /metrics, get, /metrics"
    })
    void whatIsNoResourceIsAPath(String method, String path, String verb, String asked) {
        assertThat(Actions.of(method, path, false, "")).isEqualTo(new Action.OnPath(verb, asked));
    }

    @Test
    void aWatchIsNotAList() {
        assertThat(Actions.of("GET", "/api/v1/pods", true, "").verb()).isEqualTo("watch");
        assertThat(Actions.of("GET", "/api/v1/namespaces/shop/pods/a", true, "").verb())
                .isEqualTo("watch");
        assertThat(Actions.of("GET", "/api/v1/namespaces/shop/pods/a/status", true, "")
                        .verb())
                .isEqualTo("get");
        assertThat(Actions.of("DELETE", "/api/v1/namespaces/shop/pods", true, "")
                        .verb())
                .isEqualTo("deletecollection");
    }

    @Test
    void aListOfOneNameIsAMatterOfThatName() {
        assertThat(Actions.of("GET", "/api/v1/namespaces/shop/pods", true, "a"))
                .isEqualTo(new Action.OnResource("watch", "", "pods", "", "shop", "a"));
        assertThat(Actions.of("POST", "/api/v1/namespaces/shop/pods", false, "a"))
                .isEqualTo(new Action.OnResource("create", "", "pods", "", "shop", ""));
    }

    @Test
    void escapesAreReadAsWhatTheyMean() {
        assertThat(Actions.of("GET", "/api/v1/namespaces/sh%6Fp/%73ecrets/a+b", false, ""))
                .isEqualTo(new Action.OnResource("get", "", "secrets", "", "shop", "a+b"));
    }
}
