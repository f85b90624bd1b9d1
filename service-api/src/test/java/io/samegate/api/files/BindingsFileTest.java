package io.samegate.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.api.core.access.Action;
import io.samegate.api.core.access.Authorizer;
import io.samegate.api.core.access.Bindings;
import io.samegate.api.core.access.MalformedException;
import io.samegate.api.core.access.Rbac;
import io.samegate.api.core.access.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BindingsFileTest {

    private static final String BINDING = """
            # who changes what
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: editors
              namespace: shop
              labels: {team: shop}
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: edit
            subjects:
            - kind: User
              apiGroup: rbac.authorization.k8s.io
              name: jane
            - kind: ServiceAccount
              name: robot
              namespace: ci
            """;

    private static final String OWN_ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: scrapers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: scraper}
            subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: monitoring}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: scraper}
            rules:
            - {verbs: [get], nonResourceURLs: [/metrics]}
            - {verbs: [get, list], apiGroups: [""], resources: [nodes]}
            """;

    @Test
    void standardManifestsAreUnderstood() throws MalformedException {
        // Given
        Rbac rbac = read(BINDING + "---\n# nothing but a remark\n---\n" + OWN_ROLE);
        // Then
        Action write = new Action.OnResource("create", "", "services", "", "shop", "");
        assertThat(rbac.decide(user("jane"), write))
                .isEqualTo(new Authorizer.Verdict.Allowed(
                        "RBAC: allowed by RoleBinding \"editors/shop\" of ClusterRole \"edit\""));
        assertThat(rbac.decide(user("system:serviceaccount:ci:robot"), write))
                .isInstanceOf(Authorizer.Verdict.Allowed.class);
        assertThat(rbac.decide(user("joe"), write)).isEqualTo(new Authorizer.Verdict.Denied(""));
        User scraper = User.authenticated("prometheus", "", List.of("monitoring"));
        assertThat(rbac.decide(scraper, new Action.OnPath("get", "/metrics")))
                .isInstanceOf(Authorizer.Verdict.Allowed.class);
        assertThat(rbac.decide(scraper, new Action.OnResource("list", "", "nodes", "", "", "")))
                .isInstanceOf(Authorizer.Verdict.Allowed.class);
    }

    @Test
    void anEmptyFileBindsNobody() throws MalformedException {
        assertThat(read("").decide(user("jane"), new Action.OnResource("list", "", "pods", "", "shop", "")))
                .isEqualTo(new Authorizer.Verdict.Denied(""));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNotUnderstoodIsNamedWithItsLine(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    static List<Object[]> malformed() {
        return List.of(
                new Object[] {
                    BINDING.replace("name: edit\n", "name: edti\n"), "line 9: there is no ClusterRole \"edti\""
                },
                new Object[] {BINDING.replace("kind: User", "kind: Usr"), "line 13: kind Usr of a subject"},
                new Object[] {BINDING.replace("subjects:", "subject:"), "line 13: unknown field \"subject\""},
                new Object[] {BINDING.replace("  namespace: shop\n", ""), "no namespace"},
                new Object[] {BINDING.replace("kind: RoleBinding", "kind: ConfigMap"), "line 2: ConfigMap of"},
                new Object[] {BINDING.replace("k8s.io/v1", "k8s.io/v1beta1"), "line 2: RoleBinding of"},
                new Object[] {BINDING.replace("roleRef:", "roleRef"), "line"},
                new Object[] {BINDING + "kind: again\n", "line"},
                new Object[] {BINDING + "---\n- a\n", "line 20: not a manifest"},
                new Object[] {OWN_ROLE + "- {verbs: [get]}\n", "line 13: a rule needs verbs"},
                new Object[] {OWN_ROLE.replace("verbs: [get],", "verbs: get,"), "line 11: verbs is not a list"},
                new Object[] {OWN_ROLE.replace("name: scraper}", "name: view}"), "there already"},
                new Object[] {"a: &x [*x]", "line 1"},
                new Object[] {"{", "line 1"});
    }

    private static Rbac read(String text) throws MalformedException {
        return Bindings.read(YamlPieces.of(text));
    }

    private static User user(String name) {
        return User.authenticated(name, "", List.of());
    }
}
