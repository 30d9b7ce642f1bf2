package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.AdmissionWebhook;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.Secret;
import dev.postern.model.SubjectEntry;
import dev.postern.model.Taint;
import dev.postern.model.WebhookConfiguration;
import dev.postern.model.WebhookRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every other kind but pods and what makes them: which fields end up where, and which defaults are applied. */
class KindReadersTest {
    @Test
    void nodes() {
        Node node = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Node",
                        "metadata: {name: w1, namespace: ignored, labels: {zone: z1}}",
                        "spec:",
                        "  podCIDR: 10.1.0.0/24",
                        "  unschedulable: true",
                        "  taints: [{key: k, effect: NoSchedule}, {key: l, value: v, effect: NoExecute}]",
                        "status:",
                        "  addresses:",
                        "  - {type: InternalIP, address: 10.0.0.1}",
                        "  - {type: ExternalIP, address: 1.2.3.4}",
                        "  - {type: Hostname, address: w1}",
                        "  nodeInfo: {kubeletVersion: v1.36.3, osImage: Debian}")
                .nodes()
                .get(0);
        assertThat(node.ref()).isEqualTo(ObjectRef.cluster("Node", "w1"));
        assertThat(node.taints()).containsExactly(new Taint("k", "", "NoSchedule"), new Taint("l", "v", "NoExecute"));
        assertThat(node.internalAddresses()).containsExactly("10.0.0.1");
        assertThat(node.externalAddresses()).containsExactly("1.2.3.4");
        assertThat(node.podCIDRs()).containsExactly("10.1.0.0/24");
        assertThat(node.kubeletVersion()).isEqualTo("v1.36.3");
        assertThat(node.osImage()).isEqualTo("Debian");
        assertThat(node.unschedulable()).isTrue();
    }

    @Test
    void roles() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: rbac.authorization.k8s.io/v1",
                "kind: ClusterRole",
                "metadata: {name: a}",
                "aggregationRule: {clusterRoleSelectors: [{matchLabels: {x: y1}}]}",
                "rules:",
                "- {verbs: [get], apiGroups: [''], resources: [pods/exec], resourceNames: [p]}",
                "- {verbs: ['*'], nonResourceURLs: [/healthz]}",
                "---",
                "apiVersion: rbac.authorization.k8s.io/v1",
                "kind: Role",
                "metadata: {name: b, namespace: shop}");
        Role clusterRole = cluster.roles().get(0);
        assertThat(clusterRole.clusterRole()).isTrue();
        assertThat(clusterRole.rules())
                .containsExactly(
                        new PolicyRule(
                                ImmutableList.of("get"),
                                ImmutableList.of(""),
                                ImmutableList.of("pods/exec"),
                                ImmutableList.of("p"),
                                ImmutableList.of()),
                        new PolicyRule(
                                ImmutableList.of("*"),
                                ImmutableList.of(),
                                ImmutableList.of(),
                                ImmutableList.of(),
                                ImmutableList.of("/healthz")));
        assertThat(clusterRole.aggregationSelectors())
                .contains(ImmutableList.of(LabelSelector.ofLabels(Map.of("x", "y1"))));
        Role role = cluster.roles().get(1);
        assertThat(role.ref()).isEqualTo(ObjectRef.of("Role", "shop", "b"));
        assertThat(role.aggregationSelectors()).isEmpty();
    }

    @Test
    void bindings() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: rbac.authorization.k8s.io/v1",
                "kind: ClusterRoleBinding",
                "metadata: {name: a}",
                "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}",
                "subjects:",
                "- {kind: ServiceAccount, name: sa, namespace: shop}",
                "- {kind: Group, name: 'system:masters', apiGroup: rbac.authorization.k8s.io}",
                "---",
                "apiVersion: rbac.authorization.k8s.io/v1",
                "kind: RoleBinding",
                "metadata: {name: b, namespace: shop}",
                "roleRef: {kind: Role, name: r}");
        RoleBinding wide = cluster.roleBindings().get(0);
        assertThat(wide.clusterRoleBinding()).isTrue();
        assertThat(wide.roleRef()).isEqualTo(new RoleRef("ClusterRole", "admin"));
        assertThat(wide.subjects())
                .containsExactly(
                        new SubjectEntry("ServiceAccount", "shop", "sa"),
                        new SubjectEntry("Group", "", "system:masters"));
        assertThat(cluster.roleBindings().get(1).subjects()).isEmpty();
        assertThat(cluster.roleBindings().get(1).clusterRoleBinding()).isFalse();
    }

    @Test
    void secretsKeepKeyNamesOnly() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: Secret",
                "metadata:",
                "  name: s",
                "  namespace: shop",
                "  annotations: {kubernetes.io/service-account.name: cart}",
                "type: kubernetes.io/service-account-token",
                "data: {token: eA==, ca.crt: eA==}",
                "stringData: {extra: x, token: z}",
                "---",
                "{apiVersion: v1, kind: Secret, metadata: {name: t, namespace: shop}, immutable: true}");
        Secret secret = cluster.secrets().get(0);
        assertThat(secret.type()).isEqualTo(Secret.SERVICE_ACCOUNT_TOKEN);
        assertThat(secret.keys()).containsExactly("ca.crt", "extra", "token");
        assertThat(secret.serviceAccountName()).isEqualTo("cart");
        assertThat(secret.immutable()).isFalse();
        assertThat(cluster.secrets().get(1).type()).isEqualTo("Opaque");
        assertThat(cluster.secrets().get(1).immutable()).isTrue();
    }

    @Test
    void quotasKeepWhatTheyCount() {
        Cluster cluster = Snapshots.clean(
                "kind: ResourceQuota",
                "apiVersion: v1",
                "metadata: {name: a, namespace: shop}",
                "spec: {hard: {pods: 3, count/jobs.batch: '4'}, scopes: []}",
                "---",
                "kind: ResourceQuota",
                "apiVersion: v1",
                "metadata: {name: b, namespace: shop}",
                "spec: {hard: {pods: 3}, scopes: [BestEffort]}",
                "status: {hard: {secrets: 1}}",
                "---",
                "kind: ResourceQuota",
                "apiVersion: v1",
                "metadata: {name: c, namespace: shop}",
                "spec: {hard: {pods: 3}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass,"
                        + " operator: Exists}]}}");
        assertThat(cluster.resourceQuotas())
                .extracting(quota -> quota.meta().name() + " " + quota.limited() + " " + quota.scoped())
                .containsExactly("a [count/jobs.batch, pods] false", "b [pods] true", "c [pods] true");
    }

    @Test
    void configMapsKeepKeyNamesAndTheValuesOfClusterConfiguration() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: ConfigMap",
                "data: {mapRoles: '- rolearn: x'}",
                "metadata: {name: aws-auth, namespace: kube-system}",
                "---",
                "apiVersion: v1",
                "kind: ConfigMap",
                "metadata: {name: aws-auth, namespace: shop}",
                "data: {mapRoles: x}",
                "---",
                "apiVersion: v1",
                "kind: ConfigMap",
                "metadata: {name: cluster-info, namespace: kube-public}",
                "data:",
                "  jws-kubeconfig-abcdef: sig",
                "  kubeconfig: |",
                "    clusters:",
                "    - cluster: {server: 'https://1.2.3.4:6443'}",
                "    users:",
                "    - user:",
                "        token: abcdef.0123",
                "binaryData: {b: eA==}");
        assertThat(cluster.configMaps())
                .extracting(map -> map.ref().namespace(), map -> map.keys(), map -> map.allowedData())
                .containsExactly(
                        tuple(
                                "kube-public",
                                ImmutableList.of("b", "jws-kubeconfig-abcdef", "kubeconfig"),
                                ImmutableSortedMap.of(
                                        "kubeconfig",
                                        "clusters:\n- cluster: {server: 'https://1.2.3.4:6443'}\nusers:\n- user:\n")),
                        tuple(
                                "kube-system",
                                ImmutableList.of("mapRoles"),
                                ImmutableSortedMap.of("mapRoles", "- rolearn: x")),
                        tuple("shop", ImmutableList.of("mapRoles"), ImmutableSortedMap.of()));
    }

    @Test
    void theSecretsOfAVolumeAreThoseThatAKubeletSees() {
        Cluster cluster = Snapshots.clean(
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {csi: {driver: d,",
                "  controllerPublishSecretRef: {name: attach, namespace: storage},",
                "  controllerExpandSecretRef: {name: grow, namespace: storage},",
                "  nodeStageSecretRef: {name: stage, namespace: storage}, nodePublishSecretRef: {name: publish}},",
                "  claimRef: {namespace: shop, name: c}}}",
                "---",
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: b}, spec: {claimRef: {namespace: shop, name: c},",
                "  azureFile: {secretName: share, shareName: s}}}",
                "---",
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: c}, spec: {rbd: {image: i, secretRef: {name: r}}}}");
        assertThat(cluster.persistentVolumes())
                .extracting(volume -> volume.secrets().stream()
                        .map(one -> one.secret().qualifiedName() + " " + one.field())
                        .toList())
                .containsExactly(
                        List.of(
                                "storage/stage spec.csi.nodeStageSecretRef",
                                "shop/publish spec.csi.nodePublishSecretRef"),
                        List.of("shop/share spec.azureFile.secretName"),
                        List.of());
    }

    @Test
    void persistentVolumesAndClaims() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: PersistentVolume",
                "metadata: {name: a}",
                "spec:",
                "  capacity: {storage: 1Gi}",
                "  hostPath: {path: /}",
                "  nodeAffinity: {required: {}}",
                "  claimRef: {namespace: shop, name: c}",
                "  storageClassName: slow",
                "---",
                "apiVersion: v1",
                "kind: PersistentVolume",
                "metadata: {name: b}",
                "spec: {local: {path: /mnt}}",
                "---",
                "apiVersion: v1",
                "kind: PersistentVolume",
                "metadata: {name: c}",
                "spec: {capacity: {storage: 1Gi}, nfs: {server: s, path: /x}}",
                "---",
                "apiVersion: v1",
                "kind: PersistentVolumeClaim",
                "metadata: {name: c, namespace: shop}",
                "spec: {volumeName: a, storageClassName: slow}");
        assertThat(cluster.persistentVolumes())
                .extracting(PersistentVolume::nodePath)
                .containsExactly(Optional.of("/"), Optional.of("/mnt"), Optional.empty());
        assertThat(cluster.persistentVolumes())
                .extracting(PersistentVolume::sourceField)
                .containsExactly("hostPath", "local", "nfs");
        assertThat(cluster.persistentVolumes().get(0).claim())
                .contains(ObjectRef.of("PersistentVolumeClaim", "shop", "c"));
        assertThat(cluster.persistentVolumeClaims().get(0).volumeName()).isEqualTo("a");
        assertThat(cluster.persistentVolumeClaims().get(0).storageClassName()).isEqualTo("slow");
    }

    @Test
    void aWebhookKeepsWhoAnswersItAndWhatItIsSent() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: admissionregistration.k8s.io/v1",
                "kind: MutatingWebhookConfiguration",
                "metadata: {name: injector}",
                "webhooks:",
                "- name: all.example.com",
                "  clientConfig: {caBundle: AAAA, service: {namespace: sys, name: hook, path: /mutate}}",
                "- name: some.example.com",
                "  clientConfig: {service: {namespace: sys, name: hook, port: 8443}}",
                "  rules: [{operations: [CREATE], apiGroups: ['']",
                "    , apiVersions: [v1], resources: [pods], scope: Namespaced}]",
                "  namespaceSelector: {matchLabels: {inject: 'yes'}}",
                "  objectSelector: {}",
                "  matchConditions: [{name: not-mine, expression: 'true'}]",
                "  failurePolicy: Ignore",
                "- name: outside.example.com",
                "  clientConfig: {url: 'https://hook.example.com/'}");
        WebhookConfiguration injector = cluster.webhookConfigurations().get(0);
        assertThat(injector.mutating()).isTrue();
        ObjectRef hook = ObjectRef.of("Service", "sys", "hook");
        LabelSelector all = LabelSelector.EVERYTHING;
        WebhookRule pods = new WebhookRule(
                ImmutableList.of("CREATE"),
                ImmutableList.of(""),
                ImmutableList.of("v1"),
                ImmutableList.of("pods"),
                "Namespaced");
        assertThat(injector.webhooks())
                .containsExactly(
                        new AdmissionWebhook(
                                "all.example.com",
                                "webhooks[0]",
                                Optional.of(hook),
                                443,
                                ImmutableList.of(),
                                all,
                                all,
                                ImmutableList.of()),
                        new AdmissionWebhook(
                                "some.example.com",
                                "webhooks[1]",
                                Optional.of(hook),
                                8443,
                                ImmutableList.of(pods),
                                LabelSelector.ofLabels(Map.of("inject", "yes")),
                                all,
                                ImmutableList.of("not-mine")),
                        new AdmissionWebhook(
                                "outside.example.com",
                                "webhooks[2]",
                                Optional.empty(),
                                443,
                                ImmutableList.of(),
                                all,
                                all,
                                ImmutableList.of()));
    }
}
