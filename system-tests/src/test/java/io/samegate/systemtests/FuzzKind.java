package io.samegate.systemtests;

import java.util.List;

/**
 * A kind that requests are made of: where it lives, what its objects are called, and valid ones in JSON with {@code NAME}
 * for the name and {@code NUMBER} for a small number. A kind without a kept state is made and forgotten.
 */
enum FuzzKind {
    SERVICE(
            "Service",
            "/api/v1",
            "services",
            true,
            true,
            List.of("a", "b", "c", "d", "e", "f"),
            List.of("""
                    {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME","labels":{"group":"gNUMBER"}},
                     "spec":{"selector":{"app":"NAME"},"ports":[{"name":"http","port":80,"targetPort":8080}]}}""", """
                    {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},
                     "spec":{"type":"NodePort","selector":{"app":"a"},"ports":[{"port":80,"nodePort":3000NUMBER}]}}""", """
                    {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME","annotations":{"x":"NUMBER"}},
                     "spec":{"type":"NodePort","sessionAffinity":"ClientIP","ports":[
                       {"name":"dns","port":53,"protocol":"UDP"},{"name":"dns-tcp","port":53,"targetPort":"dns"}]}}""", """
                    {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},
                     "spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local","selector":{"app":"b"},
                       "loadBalancerSourceRanges":["10.0.0.0/8"],"ports":[{"port":443,"appProtocol":"https"}]}}""", """
                    {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},
                     "spec":{"type":"ExternalName","externalName":"db.example.com"}}""", """
                    {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME","finalizers":["example.com/hold"]},
                     "spec":{"clusterIP":"None","publishNotReadyAddresses":true,"selector":{"app":"c"},
                       "ports":[{"port":80NUMBER}]}}""", """
                    {"apiVersion":"v1","kind":"Service","metadata":{"generateName":"NAME-"},
                     "spec":{"ipFamilyPolicy":"PreferDualStack","internalTrafficPolicy":"Local","externalIPs":["198.51.100.1"],
                       "trafficDistribution":"PreferClose","ports":[{"port":80}]}}""")),
    POD("Pod", "/api/v1", "pods", true, true, List.of("a", "b", "c", "d"), List.of("""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","labels":{"app":"NAME","group":"gNUMBER"}},
                     "spec":{"nodeName":"node1","terminationGracePeriodSeconds":1,"containers":[{"name":"web","image":"web",
                       "ports":[{"name":"dns","containerPort":80}]}]},
                     "status":{"podIP":"10.20.30.NUMBER","hostIP":"10.20.30.1"}}""")),
    ENDPOINTS("Endpoints", "/api/v1", "endpoints", true, true, List.of("ep-a", "ep-b"), List.of("""
                    {"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"NAME","labels":{"group":"gNUMBER"}},
                     "subsets":[{"addresses":[{"ip":"10.20.30.NUMBER"}],"ports":[{"port":80}]}]}""")),
    SLICE(
            "EndpointSlice",
            "/apis/discovery.k8s.io/v1",
            "endpointslices",
            true,
            true,
            List.of("slice-a", "slice-b"),
            List.of("""
                    {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice",
                     "metadata":{"name":"NAME","labels":{"kubernetes.io/service-name":"a","group":"gNUMBER"}},
                     "addressType":"IPv4","endpoints":[{"addresses":["10.20.30.NUMBER"],"conditions":{"ready":true}}],
                     "ports":[{"name":"http","port":8080}]}""")),
    NAMESPACE("Namespace", "/api/v1", "namespaces", false, true, List.of(), List.of("""
                    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME","labels":{"group":"gNUMBER"}}}""")),
    NODE("Node", "/api/v1", "nodes", false, false, List.of("node1", "none"), List.of("""
                    {"apiVersion":"v1","kind":"Node","metadata":{"name":"NAME","labels":{"group":"gNUMBER"}},
                     "spec":{"unschedulable":false}}""")),
    EVENT("Event", "/api/v1", "events", true, false, List.of("ev-a", "ev-b"), List.of("""
                    {"apiVersion":"v1","kind":"Event","metadata":{"name":"NAME"},"reason":"Test","message":"m","type":"Normal",
                     "involvedObject":{"kind":"Service","name":"a","apiVersion":"v1"},"count":NUMBER}""")),
    LEASE("Lease", "/apis/coordination.k8s.io/v1", "leases", true, false, List.of("node1", "lease-a"), List.of("""
                    {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"NAME"},
                     "spec":{"holderIdentity":"NAME","leaseDurationSeconds":NUMBER}}""")),
    REVIEW(
            "SelfSubjectAccessReview",
            "/apis/authorization.k8s.io/v1",
            "selfsubjectaccessreviews",
            false,
            false,
            List.of("r"),
            List.of("""
                    {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","metadata":{},
                     "spec":{"resourceAttributes":{"verb":"get","resource":"services","namespace":"NAME"}}}""")),
    RULES_REVIEW(
            "SelfSubjectRulesReview",
            "/apis/authorization.k8s.io/v1",
            "selfsubjectrulesreviews",
            false,
            false,
            List.of("r"),
            List.of("""
                    {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","metadata":{},
                     "spec":{"namespace":"default"}}"""));

    private final String kind;
    private final String group;
    private final String plural;
    private final boolean namespaced;
    private final boolean kept;
    private final List<String> names;
    private final List<String> seeds;

    FuzzKind(
            String kind,
            String group,
            String plural,
            boolean namespaced,
            boolean kept,
            List<String> names,
            List<String> seeds) {
        this.kind = kind;
        this.group = group;
        this.plural = plural;
        this.namespaced = namespaced;
        this.kept = kept;
        this.names = names;
        this.seeds = seeds;
    }

    String kind() {
        return kind;
    }

    String plural() {
        return plural;
    }

    boolean namespaced() {
        return namespaced;
    }

    /** Whether the state afterwards follows from the requests that were accepted. */
    boolean kept() {
        return kept;
    }

    List<String> names() {
        return names;
    }

    List<String> seeds() {
        return seeds;
    }

    String collection(String namespace) {
        return namespaced ? group + "/namespaces/" + namespace + "/" + plural : group + "/" + plural;
    }

    String everywhere() {
        return group + "/" + plural;
    }
}
