package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.KeyRef;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.SecurityContext;
import dev.postern.model.Volume;
import dev.postern.model.VolumeSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What ties objects to a node: every place of a pod that names one (E22). */
class NodeGraphTest {
    private static Pod pod(String node, List<KeyRef> environment, List<VolumeSource> sources) {
        ImmutableList.Builder<Volume> volumes = ImmutableList.builder();
        for (int i = 0; i < sources.size(); i++) {
            volumes.add(new Volume("v" + i, sources.get(i), "volumes[" + i + "]"));
        }
        ImmutableList<String> none = ImmutableList.of();
        Container container = new Container(
                "c",
                Container.Role.MAIN,
                "image",
                "containers[0]",
                ImmutableList.of(),
                SecurityContext.NONE,
                ImmutableList.of(),
                none,
                ImmutableList.copyOf(environment),
                ImmutableList.of(),
                none,
                none);
        PodSpec spec = new PodSpec(
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                Optional.empty(),
                false,
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableList.of(),
                PodSecurityContext.NONE,
                ImmutableList.of(container),
                volumes.build(),
                Optional.empty(),
                ImmutableList.of("pull-a", "", "pull-b"),
                Optional.empty(),
                ImmutableSortedMap.of());
        ObjectRef ref = ObjectRef.of("Pod", "shop", "web");
        return new Pod(
                ref,
                ObjectMeta.of("shop", "web"),
                spec,
                "spec",
                Optional.of(node),
                "Running",
                ImmutableList.of(),
                ref,
                false,
                false);
    }

    private static List<String> tied(Cluster cluster) {
        return Rbac.of(cluster, RbacOptions.DEFAULT.withoutBuiltInRoles()).kubelets().rights("n1").stream()
                .map(right -> right.object() + " by "
                        + right.supports().get(0).facts().get(0).field())
                .toList();
    }

    @Test
    void e22EveryKindOfReferenceTies() {
        List<KeyRef> environment = List.of(
                new KeyRef(true, "env-secret", "k", false, "env[0].valueFrom.secretKeyRef"),
                new KeyRef(false, "env-map", "", false, "envFrom[0].configMapRef"));
        List<VolumeSource> sources = List.of(
                new VolumeSource.SecretFiles("files", false),
                new VolumeSource.ConfigMapFiles("maps", false),
                new VolumeSource.Csi("driver", "csi-secret"),
                new VolumeSource.Csi("driver", ""),
                new VolumeSource.Projected(ImmutableList.of(
                        new VolumeSource.Projection.Token(""),
                        new VolumeSource.Projection.SecretFiles("projected-secret", false),
                        new VolumeSource.Projection.ConfigMapFiles("projected-map", false),
                        new VolumeSource.Projection.Other("downwardAPI"))),
                new VolumeSource.Claim("claim", false),
                new VolumeSource.Other("ephemeral"),
                new VolumeSource.Other("emptyDir"),
                new VolumeSource.HostPath("/", ""),
                new VolumeSource.Attached("azureFile", "secretName", "share"),
                new VolumeSource.Attached("rbd", "secretRef.name", "ceph"));
        Cluster cluster = Cluster.builder().add(pod("n1", environment, sources)).build();
        assertThat(tied(cluster))
                .containsExactlyInAnyOrder(
                        "ConfigMap shop/env-map by spec.containers[0].envFrom[0].configMapRef",
                        "ConfigMap shop/maps by spec.volumes[1].configMap",
                        "ConfigMap shop/projected-map by spec.volumes[4].projected.sources[2].configMap",
                        "PersistentVolumeClaim shop/claim by spec.volumes[5].persistentVolumeClaim",
                        "PersistentVolumeClaim shop/web-v6 by spec.volumes[6].ephemeral",
                        "Pod shop/web by spec.nodeName",
                        "Secret shop/ceph by spec.volumes[10].rbd.secretRef.name",
                        "Secret shop/share by spec.volumes[9].azureFile.secretName",
                        "Secret shop/csi-secret by spec.volumes[2].csi",
                        "Secret shop/env-secret by spec.containers[0].env[0].valueFrom.secretKeyRef",
                        "Secret shop/files by spec.volumes[0].secret",
                        "Secret shop/projected-secret by spec.volumes[4].projected.sources[1].secret",
                        "Secret shop/pull-a by spec.imagePullSecrets[0]",
                        "Secret shop/pull-b by spec.imagePullSecrets[2]",
                        "ServiceAccount shop/default by spec.serviceAccountName");
    }

    @Test
    void e22AVolumeIsTiedByTheClaimThatItIsBoundTo() {
        List<VolumeSource> claim = List.of(new VolumeSource.Claim("claim", false));
        for (String claimed : List.of("claim", "other")) {
            Cluster cluster = Cluster.builder()
                    .add(pod("n1", List.of(), claim))
                    .add(new PersistentVolume(
                            ObjectMeta.of("", "pv"),
                            Optional.empty(),
                            "csi",
                            false,
                            Optional.of(ObjectRef.of("PersistentVolumeClaim", "shop", claimed)),
                            "",
                            ImmutableList.of()))
                    .build();
            assertThat(tied(cluster).contains("PersistentVolume pv by spec.volumes[0].persistentVolumeClaim"))
                    .isEqualTo(claimed.equals("claim"));
        }
    }

    @Test
    void e22APodThatIsNotScheduledTiesNothing() {
        assertThat(tied(Cluster.builder().add(pod("", List.of(), List.of())).build()))
                .isEmpty();
        assertThat(tied(Cluster.builder().add(pod("n2", List.of(), List.of())).build()))
                .isEmpty();
    }
}
