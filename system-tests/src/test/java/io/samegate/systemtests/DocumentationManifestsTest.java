package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Manifests of the forms that Kubernetes' documentation of Services shows, applied as they are. */
@WithEveryKubectl
class DocumentationManifestsTest extends KubectlCase {

    DocumentationManifestsTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void aServiceWithANamedTargetPort() {
        // Given
        kubectl.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: proxy, labels: {app.kubernetes.io/name: proxy}}
                spec:
                  containers:
                  - name: proxy
                    image: proxy:stable
                    ports:
                    - containerPort: 8080
                      name: http-web-svc
                status: {podIP: 10.20.30.40, hostIP: 10.20.30.1}
                """);
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: proxy-service
                spec:
                  selector:
                    app.kubernetes.io/name: proxy
                  ports:
                  - name: name-of-service-port
                    protocol: TCP
                    port: 80
                    targetPort: http-web-svc
                """);
        // Then
        Eventually.until(
                () -> kubectl.says("describe", "service", "proxy-service").contains("10.20.30.40:8080"));
        assertThat(field("proxy-service", "{.spec.ports[0].targetPort}")).isEqualTo("http-web-svc");
        unchanged("proxy-service");
    }

    @Test
    void aServiceWithSeveralPorts() {
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                spec:
                  selector:
                    app.kubernetes.io/name: MyApp
                  ports:
                    - name: http
                      protocol: TCP
                      port: 80
                      targetPort: 9376
                    - name: https
                      protocol: TCP
                      port: 443
                      targetPort: 9377
                """);
        // Then
        assertThat(kubectl.says("get", "service", "my-service")).contains("80/TCP,443/TCP");
    }

    @Test
    void aNodePortServiceThatAsksForItsPort() {
        // Given
        kubectl.apply(Manifests.nodePort("probe"));
        String free = field("probe", "{.spec.ports[0].nodePort}");
        kubectl.says("delete", "service", "probe");
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                spec:
                  type: NodePort
                  selector:
                    app.kubernetes.io/name: MyApp
                  ports:
                    - port: 80
                      # the same as the port, if it is left out
                      targetPort: 80
                      # a number of one's own choice
                      nodePort: %s
                """.formatted(free));
        // Then
        assertThat(kubectl.says("get", "service", "my-service")).contains("80:" + free + "/TCP");
    }

    @Test
    void aHeadlessService() {
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: nginx
                  labels:
                    app: nginx
                spec:
                  ports:
                  - port: 80
                    name: web
                  clusterIP: None
                  selector:
                    app: nginx
                """);
        // Then
        assertThat(field("nginx", "{.spec.clusterIPs}")).isEqualTo("[\"None\"]");
        Eventually.until(
                () -> kubectl.says("get", "endpointslices", "-l", "service.kubernetes.io/headless", "-o", "name")
                        .contains("/nginx-"));
    }

    @Test
    void anExternalName() {
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                spec:
                  type: ExternalName
                  externalName: my.database.example.com
                """);
        // Then
        assertThat(kubectl.says("get", "service", "my-service"))
                .containsPattern("(?m)^my-service +ExternalName +<none> +my\\.database\\.example\\.com +<none> ");
    }

    @Test
    void aServiceWithoutSelectorAndItsSlice() {
        // When
        String applied = kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                spec:
                  ports:
                    - name: http
                      protocol: TCP
                      port: 80
                      targetPort: 9376
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: my-service-1 # by convention, the Service's name comes first
                  labels:
                    # must be the name of the Service
                    kubernetes.io/service-name: my-service
                addressType: IPv4
                ports:
                  - name: http # must match the name of the Service's port
                    appProtocol: http
                    protocol: TCP
                    port: 9376
                endpoints:
                  - addresses:
                      - "10.4.5.6"
                  - addresses:
                      - "10.1.2.3"
                """);
        // Then
        assertThat(applied).contains("endpointslice.discovery.k8s.io/my-service-1 created");
        assertThat(kubectl.says("get", "endpointslices"))
                .containsPattern("(?m)^my-service-1 +IPv4 +9376 +10\\.4\\.5\\.6,10\\.1\\.2\\.3 ");
        if (!isOld()) {
            assertThat(kubectl.says("describe", "service", "my-service"))
                    .containsPattern("(?m)^Endpoints: +10\\.(4\\.5\\.6|1\\.2\\.3):9376,");
        }
    }

    @Test
    void aLoadBalancerWithPolicyAndSourceRanges() {
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: example-service
                spec:
                  selector:
                    app: example
                  ports:
                    - port: 8765
                      targetPort: 9376
                  externalTrafficPolicy: Local
                  loadBalancerSourceRanges: ["130.211.204.1/32", "10.0.0.0/8"]
                  type: LoadBalancer
                """);
        // Then
        assertThat(field("example-service", "{.spec.ports[0].nodePort}")).matches("3\\d{4}");
        assertThat(field("example-service", "{.spec.healthCheckNodePort}")).matches("3\\d{4}");
        assertThat(field("example-service", "{.spec.allocateLoadBalancerNodePorts}"))
                .isEqualTo("true");
        unchanged("example-service");
    }

    @Test
    void aDualStackServiceIsGivenTheOneFamilyThereIs() {
        // When
        String manifest = """
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                  labels:
                    app.kubernetes.io/name: MyApp
                spec:
                  ipFamilyPolicy: %s
                  selector:
                    app.kubernetes.io/name: MyApp
                  ports:
                    - protocol: TCP
                      port: 80
                """;
        kubectl.apply(manifest.formatted("PreferDualStack"));
        Command.Result required = kubectl.command("apply", "-f", "-")
                .run(manifest.formatted("RequireDualStack").replace("my-service", "other"));
        // Then
        assertThat(field("my-service", "{.spec.ipFamilyPolicy} {.spec.ipFamilies}"))
                .isEqualTo("PreferDualStack [\"IPv4\"]");
        assertThat(required.exitCode()).isEqualTo(1);
        assertThat(required.errors()).contains("this cluster is not configured for dual-stack services");
    }

    @Test
    void aServiceWithSessionAffinity() {
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                spec:
                  selector:
                    app: my-app
                  ports:
                    - port: 80
                  sessionAffinity: ClientIP
                """);
        // Then
        assertThat(field("my-service", "{.spec.sessionAffinityConfig.clientIP.timeoutSeconds}"))
                .isEqualTo("10800");
        assertThat(kubectl.says("describe", "service", "my-service"))
                .containsPattern("(?m)^Session Affinity: +ClientIP$");
    }

    @Test
    void aServiceWithExternalAddresses() {
        // When
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: my-service
                spec:
                  selector:
                    app.kubernetes.io/name: MyApp
                  ports:
                    - name: http
                      protocol: TCP
                      port: 80
                      targetPort: 49152
                  externalIPs:
                    - 198.51.100.32
                """);
        // Then
        assertThat(kubectl.says("get", "service", "my-service")).contains("198.51.100.32");
    }

    private String field(String service, String path) {
        return kubectl.says("get", "service", service, "-o", "jsonpath=" + path);
    }

    /** Applying what was applied last writes nothing. */
    private void unchanged(String service) {
        String manifest = kubectl.says("apply", "view-last-applied", "service/" + service);
        assertThat(kubectl.apply(manifest)).isEqualTo("service/" + service + " unchanged\n");
    }
}
