package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import dev.postern.model.Workload;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workloads: whose template is where, and how many replicas there are. */
class WorkloadReadersTest {
    @ParameterizedTest
    @CsvSource({
        "apps/v1, Deployment, spec.template",
        "apps/v1, ReplicaSet, spec.template",
        "apps/v1, StatefulSet, spec.template",
        "v1, ReplicationController, spec.template"
    })
    void replicatedWorkloads(String apiVersion, String kind, String field) {
        Workload workload = Snapshots.clean(
                        "apiVersion: " + apiVersion,
                        "kind: " + kind,
                        "metadata: {name: w, namespace: shop, labels: {own: label}}",
                        "spec:",
                        "  replicas: 0",
                        "  suspend: true",
                        "  template:",
                        "    metadata: {labels: {app: web}, annotations: {eks.amazonaws.com/x: z}}",
                        "    spec: {hostPID: true}")
                .workloads()
                .get(0);
        assertThat(workload.kind()).isEqualTo(kind);
        assertThat(workload.replicas()).isZero();
        assertThat(workload.suspended()).isFalse();
        assertThat(workload.template().field()).isEqualTo(field);
        assertThat(workload.template().labels()).containsExactly(Map.entry("app", "web"));
        assertThat(workload.template().annotations()).containsOnlyKeys("eks.amazonaws.com/x");
        assertThat(workload.template().spec().hostPID()).isTrue();
    }

    @Test
    void jobsAndCronJobs() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: batch/v1",
                "kind: Job",
                "metadata: {name: j, namespace: shop}",
                "spec: {suspend: true, template: {spec: {hostIPC: true}}}",
                "---",
                "apiVersion: batch/v1",
                "kind: CronJob",
                "metadata: {name: c, namespace: shop}",
                "spec:",
                "  suspend: false",
                "  jobTemplate: {spec: {suspend: true, template: {metadata: {labels: {a: b}}, spec: {hostPID: true}}}}");
        Workload cron = cluster.workloads().get(0);
        Workload job = cluster.workloads().get(1);
        assertThat(cron.template().field()).isEqualTo("spec.jobTemplate.spec.template");
        assertThat(cron.template().spec().hostPID()).isTrue();
        assertThat(cron.template().labels()).containsExactly(Map.entry("a", "b"));
        assertThat(cron.suspended()).isFalse();
        assertThat(job.suspended()).isTrue();
        assertThat(job.template().spec().hostIPC()).isTrue();
        assertThat(job.replicas()).isEqualTo(1);
    }

    @Test
    void daemonSetsHaveNoReplicas() {
        assertThat(Snapshots.clean(
                                "apiVersion: apps/v1",
                                "kind: DaemonSet",
                                "metadata: {name: d, namespace: shop}",
                                "spec: {replicas: 7}")
                        .workloads()
                        .get(0)
                        .replicas())
                .isEqualTo(1);
    }

    @Test
    void replicasShareTheirSpec() {
        StringBuilder text = new StringBuilder();
        for (String suffix : new String[] {"aaaaa", "bbbbb"}) {
            text.append("---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-")
                    .append(suffix)
                    .append(", namespace: shop, uid: x, labels: {app: web}}\n")
                    .append("spec: {nodeName: n-")
                    .append(suffix)
                    .append(", containers: [{name: c, image: i, volumeMounts: [{name: kube-api-access-")
                    .append(suffix)
                    .append(", mountPath: /t}]}], volumes: [{name: kube-api-access-")
                    .append(suffix)
                    .append(", projected: {sources: [{serviceAccountToken: {}}]}}]}\n");
        }
        Cluster cluster = Snapshots.clean(text.toString());
        Pod a = cluster.pods().get(0);
        Pod b = cluster.pods().get(1);
        assertThat(a.spec()).isSameAs(b.spec());
        assertThat(a.meta().labels()).isSameAs(b.meta().labels());
        assertThat(a.nodeName()).contains("n-aaaaa");
        assertThat(b.nodeName()).contains("n-bbbbb");
    }
}
