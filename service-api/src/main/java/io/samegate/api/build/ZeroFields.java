package io.samegate.api.build;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Set;

/**
 * Numbers and flags that Go holds as plain values, so that it writes their zero whether or not somebody meant it. For all
 * others it holds a pointer, and writes a zero only when it is meant. Stateless.
 */
final class ZeroFields {

    /** In every message that has them. */
    private static final Set<String> EVERYWHERE = Set.of(
            "readOnly",
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "stdin",
            "stdinOnce",
            "tty",
            "generation",
            "observedGeneration",
            "sslEnabled",
            "chapAuthDiscovery",
            "chapAuthSession",
            "unschedulable",
            "publishNotReadyAddresses",
            "count",
            "deprecatedCount");

    /** Only in these messages. */
    private static final Set<String> ONE_BY_ONE = Set.of(
            "ServicePort.nodePort",
            "ServiceSpec.healthCheckNodePort",
            "ContainerPort.hostPort",
            "Probe.initialDelaySeconds",
            "Probe.timeoutSeconds",
            "Probe.periodSeconds",
            "Probe.successThreshold",
            "Probe.failureThreshold",
            "GCEPersistentDiskVolumeSource.partition",
            "AWSElasticBlockStoreVolumeSource.partition",
            "ContainerStateTerminated.signal",
            "ContainerImage.sizeBytes",
            "SubjectAccessReviewStatus.denied",
            "Status.code",
            "StatusDetails.retryAfterSeconds");

    /** Volume sources whose {@code readOnly} is a pointer after all. */
    private static final Set<String> MEANT = Set.of("CSIVolumeSource.readOnly", "AzureDiskVolumeSource.readOnly");

    private ZeroFields() {}

    static boolean contains(FieldDescriptor field) {
        String name = field.getContainingType().getName() + "." + field.getName();
        return (EVERYWHERE.contains(field.getName()) || ONE_BY_ONE.contains(name)) && !MEANT.contains(name);
    }
}
