package io.samegate.api.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RbacTest {

    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    private static final List<String> GROUPS = List.of("", "discovery.k8s.io", "coordination.k8s.io");
    private static final List<String> RESOURCES =
            List.of("services", "services/status", "pods", "nodes", "namespaces", "endpoints", "secrets");
    private static final List<String> NAMESPACES = List.of("", "shop", "mail");
    private static final List<String> NAMES = List.of("", "web", "api");
    private static final List<String> USERS = List.of("jane", "joe", "system:anonymous");
    private static final List<String> TEAMS = List.of("shop-team", "mail-team");

    @ParameterizedTest
    @CsvSource({
        "view, get, '', services, true",
        "view, watch, '', events, true",
        "view, list, discovery.k8s.io, endpointslices, true",
        "view, list, '', nodes, false",
        "view, create, '', services, false",
        "edit, create, '', services, true",
        "edit, deletecollection, '', pods, true",
        "edit, update, '', services/status, false",
        "edit, get, '', services/status, true",
        "edit, update, '', endpoints, false",
        "edit, delete, '', namespaces, false",
        "edit, create, discovery.k8s.io, endpointslices, false",
        "edit, create, '', events, true",
        "edit, delete, '', events, false",
        "edit, get, coordination.k8s.io, leases, true",
        "edit, update, coordination.k8s.io, leases, false",
        "admin, delete, '', namespaces, false",
        "admin, patch, '', services, true",
        "cluster-admin, delete, '', namespaces, true",
        "cluster-admin, create, '', secrets, true"
    })
    void theBuiltInRolesAreThoseOfKubernetes(
            String role, String verb, String group, String resource, boolean expected) {
        Rbac rbac = new Rbac(List.of(bindingOf(role, "shop")));
        assertThat(allows(rbac, user("jane"), action(verb, group, resource, "shop")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "edit", "admin", "system:basic-user"})
    void aBuiltInRoleAllowsNothingThatTheServerRefusesEverybody(String role) {
        // When
        List<String> inVain = BuiltIn.clusterRoles().get(role).stream()
                .flatMap(rule -> rule.groups().stream()
                        .flatMap(group -> rule.resources().stream()
                                .flatMap(resource -> rule.verbs().stream()
                                        .filter(verb -> !isServed(group, resource, verb))
                                        .map(verb -> verb + " " + group + "/" + resource))))
                .toList();
        // Then
        assertThat(inVain).isEmpty();
    }

    private static boolean isServed(String group, String qualified, String verb) {
        String[] parts = qualified.split("/", 2);
        return Resource.all().stream()
                .filter(resource -> resource.kind().group().equals(group)
                        && resource.kind().plural().equals(parts[0]))
                .anyMatch(resource -> parts.length == 1
                        ? resource.allows(verb)
                        : resource.subresource(parts[1])
                                .filter(below -> below.verbs().contains(verb))
                                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "edit", "admin", "cluster-admin"})
    void aRoleBoundInANamespaceSaysNothingOfOthersNorOfTheWholeClusterNorOfPaths(String role) {
        Rbac rbac = new Rbac(List.of(bindingOf(role, "shop")));
        assertThat(allows(rbac, user("jane"), action("get", "", "services", "shop")))
                .isTrue();
        assertThat(allows(rbac, user("jane"), action("get", "", "services", "mail")))
                .isFalse();
        assertThat(allows(rbac, user("jane"), action("list", "", "services", "")))
                .isFalse();
        assertThat(allows(rbac, user("jane"), new Action.OnPath("get", "/metrics")))
                .isFalse();
        assertThat(allows(rbac, user("joe"), action("get", "", "services", "shop")))
                .isFalse();
    }

    @Test
    void mastersMayDoEverything() {
        User root = User.authenticated("root", "", List.of("system:masters"));
        assertThat(allows(Rbac.WITHOUT_BINDINGS, root, action("delete", "", "namespaces", "shop")))
                .isTrue();
        assertThat(allows(Rbac.WITHOUT_BINDINGS, root, new Action.OnPath("get", "/metrics")))
                .isTrue();
        assertThat(Rbac.WITHOUT_BINDINGS.rules(root, "shop")).isEqualTo(Authorizer.EVERYTHING);
    }

    @Test
    void whoeverIsKnownMayDiscoverAndAskAboutThemselves() {
        for (String path :
                List.of("/api", "/apis", "/apis/discovery.k8s.io/v1", "/openapi/v3", "/openapi/v2", "/version")) {
            assertThat(allows(Rbac.WITHOUT_BINDINGS, user("jane"), new Action.OnPath("get", path)))
                    .as(path)
                    .isTrue();
        }
        assertThat(allows(
                        Rbac.WITHOUT_BINDINGS,
                        user("jane"),
                        action("create", "authorization.k8s.io", "selfsubjectaccessreviews", "")))
                .isTrue();
        assertThat(allows(Rbac.WITHOUT_BINDINGS, user("jane"), new Action.OnPath("get", "/")))
                .isFalse();
    }

    @Test
    void nobodyKnownMayAskHowTheServerIsAndNothingElse() {
        assertThat(allows(Rbac.WITHOUT_BINDINGS, User.ANONYMOUS, new Action.OnPath("get", "/livez")))
                .isTrue();
        assertThat(allows(Rbac.WITHOUT_BINDINGS, User.ANONYMOUS, new Action.OnPath("get", "/api")))
                .isFalse();
        assertThat(allows(Rbac.WITHOUT_BINDINGS, User.ANONYMOUS, new Action.OnPath("post", "/livez")))
                .isFalse();
    }

    @Test
    void aRuleWithNamesIsForThoseAlone() {
        Rule rule = new Rule(List.of("get"), List.of(""), List.of("services"), List.of("web"), List.of());
        assertThat(rule.allows(new Action.OnResource("get", "", "services", "", "shop", "web")))
                .isTrue();
        assertThat(rule.allows(new Action.OnResource("get", "", "services", "", "shop", "api")))
                .isFalse();
        assertThat(rule.allows(new Action.OnResource("get", "", "services", "", "shop", "")))
                .isFalse();
    }

    @Test
    void aSubresourceIsNotIncludedInItsResource() {
        assertThat(ruleOn("services").allows(new Action.OnResource("get", "", "services", "status", "shop", "web")))
                .isFalse();
        assertThat(ruleOn("*/status").allows(new Action.OnResource("get", "", "services", "status", "shop", "web")))
                .isTrue();
        assertThat(ruleOn("*/status").allows(new Action.OnResource("get", "", "services", "", "shop", "web")))
                .isFalse();
        assertThat(ruleOn("*").allows(new Action.OnResource("get", "", "services", "status", "shop", "web")))
                .isTrue();
    }

    @Test
    void aFurtherBindingNeverTakesARightAway() {
        for (int seed = 0; seed < 300; seed++) {
            // Given
            RandomGenerator random = new SplittableRandom(seed);
            List<Binding> fewer = bindings(random, random.nextInt(4));
            List<Binding> more = new ArrayList<>(fewer);
            more.addAll(random.nextInt(fewer.size() + 1), bindings(random, 1 + random.nextInt(3)));
            for (int i = 0; i < 100; i++) {
                User user = anyUser(random);
                Action action = anyAction(random);
                // Then
                if (allows(new Rbac(fewer), user, action)) {
                    assertThat(allows(new Rbac(more), user, action))
                            .as("seed %d: %s %s", seed, user, action)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theOrderOfBindingsDoesNotMatter() {
        for (int seed = 0; seed < 300; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            List<Binding> bindings = bindings(random, 4);
            for (int i = 0; i < 50; i++) {
                User user = anyUser(random);
                Action action = anyAction(random);
                assertThat(allows(new Rbac(bindings), user, action))
                        .as("seed %d: %s %s", seed, user, action)
                        .isEqualTo(allows(new Rbac(bindings.reversed()), user, action));
            }
        }
    }

    @Test
    void whatIsAllowedInANamespaceIsWhatItsRulesSay() {
        for (int seed = 0; seed < 300; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Rbac rbac = new Rbac(bindings(random, 4));
            for (int i = 0; i < 50; i++) {
                User user = anyUser(random);
                Action.OnResource on = (Action.OnResource) anyAction(random);
                boolean said = rbac.rules(user, on.namespace()).stream().anyMatch(rule -> rule.allows(on));
                assertThat(allows(rbac, user, on))
                        .as("seed %d: %s %s", seed, user, on)
                        .isEqualTo(said);
            }
        }
    }

    private static Binding bindingOf(String role, String namespace) {
        return new Binding(
                role,
                namespace,
                List.of(new Subject.Named("jane")),
                BuiltIn.clusterRoles().get(role));
    }

    private static Rule ruleOn(String resource) {
        return Rule.onResources(List.of("get"), List.of(""), List.of(resource));
    }

    private static List<Binding> bindings(RandomGenerator random, int count) {
        List<Binding> bindings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Subject subject = random.nextBoolean()
                    ? new Subject.Named(any(random, USERS))
                    : new Subject.MemberOf(any(random, TEAMS));
            Rule rule = new Rule(
                    List.of(any(random, VERBS), any(random, VERBS), random.nextInt(5) == 0 ? "*" : "get"),
                    List.of(random.nextInt(3) == 0 ? "*" : any(random, GROUPS)),
                    List.of(random.nextInt(5) == 0 ? "*" : any(random, RESOURCES)),
                    random.nextBoolean() ? List.of() : List.of(any(random, NAMES)),
                    List.of());
            bindings.add(new Binding("b" + i, any(random, NAMESPACES), List.of(subject), List.of(rule)));
        }
        return bindings;
    }

    private static User anyUser(RandomGenerator random) {
        return User.authenticated(
                any(random, USERS), "", random.nextBoolean() ? List.of() : List.of(any(random, TEAMS)));
    }

    private static Action anyAction(RandomGenerator random) {
        String[] resource = any(random, RESOURCES).split("/", 2);
        return new Action.OnResource(
                any(random, VERBS),
                any(random, GROUPS),
                resource[0],
                resource.length > 1 ? resource[1] : "",
                any(random, NAMESPACES),
                any(random, NAMES));
    }

    private static String any(RandomGenerator random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static Action action(String verb, String group, String resource, String namespace) {
        String[] parts = resource.split("/", 2);
        return new Action.OnResource(verb, group, parts[0], parts.length > 1 ? parts[1] : "", namespace, "");
    }

    private static User user(String name) {
        return User.authenticated(name, "", List.of());
    }

    private static boolean allows(Rbac rbac, User user, Action action) {
        return rbac.decide(user, action) instanceof Authorizer.Verdict.Allowed;
    }
}
