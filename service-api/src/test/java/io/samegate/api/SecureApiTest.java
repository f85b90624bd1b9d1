package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service with TLS, authentication and authorization, over real connections. */
@QuarkusTest
@WithTestResource(Installation.class)
@WithTestResource(Secured.class)
class SecureApiTest extends ServedCase {

    private static final String SERVICES = "/api/v1/namespaces/default/services";

    @Override
    Client newClient() {
        return SecureClient.plain(HttpClient.Version.HTTP_1_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/healthz", "/version"})
    void whoeverComesMayAskHowTheServerIs(String path) {
        assertThat(client.get(path).code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/apis",
                "/api/v1",
                "/openapi/v2",
                "/events",
                "/",
                "/no/such/path",
                SERVICES,
                "/api/v1/secrets",
                SERVICES + "?watch=true"
            })
    void withoutCredentialsThereIsNothingElse(String path) {
        Client.Reply reply = client.get(path);
        assertThat(reply.code()).isEqualTo(401);
        assertThat(reply.at("/kind")).isEqualTo("Status");
        assertThat(reply.at("/reason")).isEqualTo("Unauthorized");
        assertThat(reply.at("/message")).isEqualTo("Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/version", SERVICES})
    void aTokenThatIsNotKnownIsNeverOverlooked(String path) {
        assertThat(client.get(path, "Authorization", "Bearer wrong").code()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "stranger", "server"})
    void aCertificateThatIsNotGoodIsToldSoInAnAnswer(String certificate) {
        Client.Reply reply = SecureClient.showing(certificate).get(SERVICES);
        assertThat(reply.code()).isEqualTo(401);
        assertThat(reply.at("/message")).isEqualTo("Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token-of-editor", "token-of-viewer", "token-of-nobody", "token-of-admin"})
    void whoeverIsKnownMayAskWhatIsServed(String token) {
        for (String path : List.of("/api", "/apis", "/api/v1", "/apis/discovery.k8s.io/v1", "/openapi/v2")) {
            assertThat(get(token, path).code()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aCertificateNamesAUserAndItsGroups() {
        Client member = SecureClient.showing("member");
        Client.Reply created = member.send("POST", SERVICES, service(unique("member")));
        assertThat(created.code()).isEqualTo(201);
        Client.Reply refused = member.get("/api/v1/nodes");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.at("/message"))
                .isEqualTo("nodes is forbidden: User \"max\" cannot list resource \"nodes\" in API group \"\" at the"
                        + " cluster scope");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            token-of-viewer | POST   | /api/v1/namespaces/default/services        | services is forbidden: User "vic" cannot create resource "services" in API group "" in the namespace "default"
            token-of-viewer | PUT    | /api/v1/namespaces/default/services/a      | services "a" is forbidden: User "vic" cannot update resource "services" in API group "" in the namespace "default"
            token-of-viewer | PATCH  | /api/v1/namespaces/default/services/a      | services "a" is forbidden: User "vic" cannot patch resource "services" in API group "" in the namespace "default"
            token-of-viewer | DELETE | /api/v1/namespaces/default/services/a      | services "a" is forbidden: User "vic" cannot delete resource "services" in API group "" in the namespace "default"
            token-of-viewer | DELETE | /api/v1/namespaces/default/services        | services is forbidden: User "vic" cannot deletecollection resource "services" in API group "" in the namespace "default"
            token-of-viewer | GET    | /api/v1/nodes                              | nodes is forbidden: User "vic" cannot list resource "nodes" in API group "" at the cluster scope
            token-of-editor | GET    | /api/v1/services                           | services is forbidden: User "eve" cannot list resource "services" in API group "" at the cluster scope
            token-of-editor | GET    | /api/v1/services?watch=true                | services is forbidden: User "eve" cannot watch resource "services" in API group "" at the cluster scope
            token-of-editor | GET    | /api/v1/namespaces/other/services          | services is forbidden: User "eve" cannot list resource "services" in API group "" in the namespace "other"
            token-of-editor | PUT    | /api/v1/namespaces/default/services/a/status | services "a" is forbidden: User "eve" cannot update resource "services/status" in API group "" in the namespace "default"
            token-of-editor | POST   | /api/v1/namespaces                         | namespaces is forbidden: User "eve" cannot create resource "namespaces" in API group "" at the cluster scope
            token-of-editor | DELETE | /api/v1/namespaces/default                 | namespaces "default" is forbidden: User "eve" cannot delete resource "namespaces" in API group "" in the namespace "default"
            token-of-editor | GET    | /events                                    | events is forbidden: User "eve" cannot watch resource "events" in API group "" at the cluster scope
            token-of-nobody | GET    | /apis/discovery.k8s.io/v1/namespaces/default/endpointslices | endpointslices.discovery.k8s.io is forbidden: User "nina" cannot list resource "endpointslices" in API group "discovery.k8s.io" in the namespace "default"
            token-of-nobody | GET    | /api/v1/namespaces/default/secrets/x       | secrets "x" is forbidden: User "nina" cannot get resource "secrets" in API group "" in the namespace "default"
            token-of-nobody | GET    | /metrics                                   | forbidden: User "nina" cannot get path "/metrics"
            """)
    void whatNothingAllowsIsForbiddenInKubernetesWords(String token, String method, String path, String message) {
        Client.Reply reply = client.send(method, path, "", "Authorization", "Bearer " + token);
        assertThat(reply.code()).isEqualTo(403);
        assertThat(reply.at("/reason")).isEqualTo("Forbidden");
        assertThat(reply.at("/message")).isEqualTo(message);
    }

    @Test
    void whatIsBoundIsAllowed() {
        String name = unique("bound");
        assertThat(send("token-of-editor", "POST", SERVICES, service(name)).code())
                .isEqualTo(201);
        assertThat(get("token-of-viewer", SERVICES + "/" + name).code()).isEqualTo(200);
        assertThat(get("token-of-viewer", "/api/v1/services").code()).isEqualTo(200);
        assertThat(send("token-of-editor", "DELETE", SERVICES + "/" + name, "").code())
                .isEqualTo(200);
        assertThat(get("token-of-admin", "/api/v1/nodes").code()).isEqualTo(200);
        assertThat(get("token-of-admin", "/").code()).isEqualTo(200);
    }

    @Test
    void noDetourLeadsPastTheRules() {
        for (String path :
                List.of("/api/../events", "/api/x/..//../events", "/openapi/%2e%2e/events", "/apis//../events")) {
            String answer = SecureClient.answerTo("GET " + path + " HTTP/1.1", "Authorization: Bearer token-of-nobody");
            assertThat(answer).as(path).startsWith("HTTP/1.1 40");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/events/", "/events//"})
    void theEventStreamIsNoPathByAnyName(String path) {
        Client.Reply reply = get("token-of-changer", path);
        assertThat(reply.code()).isEqualTo(403);
        assertThat(reply.at("/message")).contains("cannot watch resource \"events\"");
    }

    @Test
    void whatIsBelowAnObjectIsReadNotWatched() {
        Client.Reply reply = get("token-of-changer", "/api/v1/namespaces/default/pods/a/status?watch=true");
        assertThat(reply.code()).isEqualTo(403);
        assertThat(reply.at("/message")).contains("cannot get resource \"pods/status\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            services  | PUT   | application/json             | {"metadata":{"name":"NAME"},"spec":{"ports":[{"port":80}]}}
            endpoints | PUT   | application/json             | {"metadata":{"name":"NAME"}}
            services  | PATCH | application/apply-patch+yaml | {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},"spec":{"ports":[{"port":80}]}}
            endpoints | PATCH | application/apply-patch+yaml | {"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"NAME"}}
            """)
    void whoMayChangeMayNotThereforeCreate(String plural, String method, String type, String body) {
        String name = unique("made");
        String collection = "/api/v1/namespaces/default/" + plural;
        String path = collection + "/" + name + (method.equals("PATCH") ? "?fieldManager=m&force=true" : "");
        String object = body.replace("NAME", name);
        String[] headers = {"Authorization", "Bearer token-of-changer", "Content-Type", type};
        // When nothing is there
        Client.Reply refused = client.send(method, path, object, headers);
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.at("/message"))
                .isEqualTo(plural + " \"" + name + "\" is forbidden: User \"carl\" cannot create resource \"" + plural
                        + "\" in API group \"\" in the namespace \"default\"");
        assertThat(get("token-of-admin", collection + "/" + name).code()).isEqualTo(404);
        // When somebody else has made it
        send("token-of-admin", "POST", collection, object);
        assertThat(client.send(method, path, object, headers).code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impersonate-User", "impersonate-group", "Impersonate-Extra-scopes"})
    void nobodyIsTakenForSomebodyElse(String header) {
        Client.Reply reply = client.get(SERVICES, "Authorization", "Bearer token-of-admin", header, "vic");
        assertThat(reply.code()).isEqualTo(403);
        assertThat(reply.at("/message")).contains("User \"root\" cannot impersonate resource \"users\"");
    }

    @Test
    void theAuditKnowsWhoAsked() {
        String namespace = unique("audited");
        send("token-of-admin", "POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        String events = "/api/v1/namespaces/default/events?fieldSelector=involvedObject.name=" + namespace;
        // Events follow the writes they tell of
        Client.Reply listed = Eventually.items(client, events, "Authorization", "Bearer token-of-viewer");
        assertThat(listed.at("/items/0/metadata/annotations/samegate.io~1user")).isEqualTo("root");
    }

    @Test
    void manyWatchesShareOneConnection() {
        Client http2 = SecureClient.plain(HttpClient.Version.HTTP_2);
        List<Stream<String>> watches = new ArrayList<>();
        List<Iterator<String>> lines = new ArrayList<>();
        try {
            for (int i = 0; i < Installation.MAX_WATCHES; i++) {
                Stream<String> watch = http2.lines(SERVICES + "?watch=true", "Authorization", "Bearer token-of-viewer");
                watches.add(watch);
                lines.add(watch.iterator());
            }
            String name = unique("shared");
            send("token-of-editor", "POST", SERVICES, service(name));
            for (Iterator<String> watch : lines) {
                assertThat(Stream.generate(watch::next)
                                .filter(line -> line.contains(name))
                                .findFirst())
                        .isPresent();
            }
        } finally {
            watches.forEach(Stream::close);
        }
    }

    @Test
    void plainHttpIsNotAnswered() {
        Client plain = Client.of(port());
        assertThatThrownBy(() -> plain.get("/livez")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aForeignHostIsRefusedOverTlsToo() {
        assertThat(SecureClient.answerTo("GET /livez HTTP/1.1", "Host: evil.example.com"))
                .startsWith("HTTP/1.1 403");
        assertThat(SecureClient.answerTo("GET /livez HTTP/1.1", "Host: api.example.com:443"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aTokenThatIsAddedIsKnownWithoutARestart() throws Exception {
        Path file = SecureClient.file("tokens.csv");
        assertThat(get("token-of-later", "/api").code()).isEqualTo(401);
        Files.writeString(file, Secured.TOKENS + "token-of-later,lea,9\n");
        awaitCode(200, "token-of-later", "/api");
        Files.writeString(file, Secured.TOKENS);
        awaitCode(401, "token-of-later", "/api");
    }

    @Test
    void aBindingThatIsAddedHoldsWithoutARestart() throws Exception {
        Path file = SecureClient.file("bindings.yaml");
        assertThat(get("token-of-nobody", "/api/v1/services").code()).isEqualTo(403);
        Files.writeString(file, Secured.BINDINGS.replace("User, name: vic", "User, name: nina"));
        awaitCode(200, "token-of-nobody", "/api/v1/services");
        assertThat(get("token-of-viewer", "/api/v1/services").code()).isEqualTo(403);
        Files.writeString(file, Secured.BINDINGS);
        awaitCode(403, "token-of-nobody", "/api/v1/services");
    }

    @Test
    void aNewCertificateIsShownWithoutARestart() throws Exception {
        assertThat(algorithmShown()).isEqualTo("EC");
        assertThat(isKnownAs("ec.example.com")).isTrue();
        assertThat(isKnownAs("rsa.example.com")).isFalse();
        Path kept = Files.createTempDirectory("kept");
        for (String name : List.of("pem", "key")) {
            Files.copy(SecureClient.file("server." + name), kept.resolve(name));
            Files.copy(
                    SecureClient.file("next." + name),
                    SecureClient.file("server." + name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Eventually.get(SecureApiTest::algorithmShown, "RSA"::equals);
        assertThat(isKnownAs("rsa.example.com")).isTrue();
        assertThat(isKnownAs("ec.example.com")).isFalse();
        for (String name : List.of("pem", "key")) {
            Files.copy(kept.resolve(name), SecureClient.file("server." + name), StandardCopyOption.REPLACE_EXISTING);
            Files.delete(kept.resolve(name));
        }
        Files.delete(kept);
        Eventually.get(SecureApiTest::algorithmShown, "EC"::equals);
    }

    private static String algorithmShown() {
        SSLSession session = SecureClient.plain(HttpClient.Version.HTTP_1_1)
                .get("/livez")
                .raw()
                .sslSession()
                .orElseThrow();
        try {
            return session.getPeerCertificates()[0].getPublicKey().getAlgorithm();
        } catch (SSLPeerUnverifiedException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isKnownAs(String host) {
        return SecureClient.answerTo("GET /livez HTTP/1.1", "Host: " + host).startsWith("HTTP/1.1 200");
    }

    private void awaitCode(int code, String token, String path) {
        Eventually.code(code, client, path, "Authorization", "Bearer " + token);
    }

    private Client.Reply get(String token, String path) {
        return client.get(path, "Authorization", "Bearer " + token);
    }

    private Client.Reply send(String token, String method, String path, String body) {
        return client.send(method, path, body, "Authorization", "Bearer " + token);
    }

    private static String service(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"ports\":[{\"port\":80}]}}";
    }
}
