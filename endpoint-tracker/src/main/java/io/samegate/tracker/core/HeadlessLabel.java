package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.TreeMap;

/** The label that tells proxies to leave an object alone, on what is made from a headless Service. */
final class HeadlessLabel {

    private static final String NAME = "service.kubernetes.io/headless";

    private HeadlessLabel() {}

    /** A Service's own labels, and this one exactly if it is headless. */
    static Map<String, String> of(Service service) {
        Map<String, String> labels = new TreeMap<>(Label.of(service));
        labels.remove(NAME);
        if ("None".equals(service.getSpec().getClusterIP())) {
            labels.put(NAME, "");
        }
        return labels;
    }
}
