package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.AdmissionWebhook;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Ingress;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PolicyRule;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.Secret;
import dev.postern.model.Service;
import dev.postern.model.ServiceAccount;
import dev.postern.model.ServicePort;
import dev.postern.model.SubjectEntry;
import dev.postern.model.Taint;
import dev.postern.model.WebhookConfiguration;
import dev.postern.model.WebhookRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every kind but pods and what makes them: which fields end up where, and which defaults are applied. */
class KindReadersTest {
    @Test
    void aNamespaceAlwaysHasItsNameAsALabel() {
        Namespace namespace = Snapshots.clean(
                        "apiVersion: v1", "kind: Namespace", "metadata: {name: shop, labels: {a: b, c: d}}")
                .namespaces()
                .get(0);
        assertThat(namespace.meta().labels())
                .containsExactly(
                        Map.entry("a", "b"), Map.entry("c", "d"), Map.entry("kubernetes.io/metadata.name", "shop"));
        assertThat(namespace.meta().namespace()).isEmpty();
        assertThat(namespace.meta().live()).isFalse();
    }

    @Test
    void metadataKeepsWhatDecidesSomething() {
        ServiceAccount account = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: ServiceAccount",
                        "metadata:",
                        "  name: cart",
                        "  namespace: shop",
                        "  uid: 0-1-2",
                        "  annotations:",
                        "    eks.amazonaws.com/role-arn: arn:aws:iam::1:role/cart",
                        "    kubectl.kubernetes.io/last-applied-configuration: '{}'",
                        "    note: none",
                        "  ownerReferences:",
                        "  - {apiVersion: v1, kind: Pod, name: other}",
                        "  - {apiVersion: batch.volcano.sh/v1, kind: Job, name: j, controller: true}",
                        "automountServiceAccountToken: false",
                        "secrets: [{name: token}]",
                        "imagePullSecrets: [{name: pull}]")
                .serviceAccounts()
                .get(0);
        assertThat(account.meta().live()).isTrue();
        assertThat(account.meta().namespaceBasis()).isEqualTo(Basis.STATED);
        assertThat(account.meta().annotations()).containsOnlyKeys("eks.amazonaws.com/role-arn");
        assertThat(account.meta().controller()).contains(ObjectRef.of("Job.batch.volcano.sh", "shop", "j"));
        assertThat(account.automountServiceAccountToken()).contains(false);
        assertThat(account.secrets()).containsExactly("token");
        assertThat(account.imagePullSecrets()).containsExactly("pull");
        assertThat(account.meta().origin().line()).isEqualTo(1);
    }

    @Test
    void aMissingNamespaceIsSuppliedAndMarked() {
        Cluster cluster = Snapshots.clean("apiVersion: v1", "kind: ServiceAccount", "metadata: {name: cart}");
        assertThat(cluster.serviceAccounts().get(0).ref()).isEqualTo(ObjectRef.of("ServiceAccount", "default", "cart"));
        assertThat(cluster.serviceAccounts().get(0).meta().namespaceBasis()).isEqualTo(Basis.DEFAULT);
    }

    @Test
    void anObjectThatIsStillToBeNamedHasThePrefixForItsName() {
        assertThat(Snapshots.clean("apiVersion: v1", "kind: ConfigMap", "metadata: {generateName: run-}")
                        .configMaps()
                        .get(0)
                        .meta()
                        .name())
                .isEqualTo("run-");
    }

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
    void services() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: Service",
                "metadata:",
                "  name: a",
                "  namespace: shop",
                "  annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: 'true'}",
                "spec:",
                "  type: LoadBalancer",
                "  clusterIP: 10.0.0.9",
                "  selector: {app: web}",
                "  externalTrafficPolicy: Local",
                "  externalIPs: [9.9.9.9]",
                "  loadBalancerSourceRanges: [1.0.0.0/8]",
                "  ports:",
                "  - {port: 80}",
                "  - {name: dns, port: 53, protocol: UDP, targetPort: dns, nodePort: 30053}",
                "status: {loadBalancer: {ingress: [{ip: 1.2.3.4}, {hostname: lb.example}]}}",
                "---",
                "apiVersion: v1",
                "kind: Service",
                "metadata: {name: b, namespace: shop}",
                "---",
                "apiVersion: v1",
                "kind: Service",
                "metadata: {name: c, namespace: shop}",
                "spec: {type: ExternalName, externalName: db.example}");
        Service service = cluster.services().get(0);
        assertThat(service.type()).isEqualTo("LoadBalancer");
        assertThat(service.ports())
                .containsExactly(
                        new ServicePort("", Protocol.TCP, 80, PortRef.of(80), 0, ""),
                        new ServicePort("dns", Protocol.UDP, 53, PortRef.named("dns"), 30053, ""));
        assertThat(service.selector()).containsExactly(Map.entry("app", "web"));
        assertThat(service.clusterIP()).isEqualTo("10.0.0.9");
        assertThat(service.externalIPs()).containsExactly("9.9.9.9");
        assertThat(service.loadBalancerSourceRanges()).containsExactly("1.0.0.0/8");
        assertThat(service.loadBalancerAddresses()).containsExactly("1.2.3.4", "lb.example");
        assertThat(service.externalTrafficPolicy()).isEqualTo("Local");
        assertThat(service.meta().annotations()).hasSize(1);
        assertThat(cluster.services().get(1).type()).isEqualTo("ClusterIP");
        assertThat(cluster.services().get(2).externalName()).isEqualTo("db.example");
    }

    @Test
    void endpointSlicesAndEndpoints() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: discovery.k8s.io/v1",
                "kind: EndpointSlice",
                "addressType: IPv4",
                "endpoints:",
                "- {addresses: [10.1.0.1], nodeName: w1, targetRef: {kind: Pod, name: p}}",
                "- {addresses: [10.1.0.2], conditions: {ready: false}}",
                "metadata: {name: e, namespace: shop, labels: {kubernetes.io/service-name: web}}",
                "ports: [{name: http, port: 8080}, {port: 53, protocol: UDP}]",
                "---",
                "apiVersion: v1",
                "kind: Endpoints",
                "metadata: {name: web, namespace: shop}",
                "subsets:",
                "- addresses: [{ip: 10.1.0.1, nodeName: w1, targetRef: {kind: Pod, name: p, namespace: shop}}]",
                "  ports: [{port: 8080}]",
                "- notReadyAddresses: [{ip: 10.1.0.2}]",
                "  ports: [{port: 8080}]");
        EndpointSlice slice = cluster.endpointSlices().get(0);
        EndpointSlice endpoints = cluster.endpointSlices().get(1);
        if (slice.kind().equals("Endpoints")) {
            EndpointSlice other = slice;
            slice = endpoints;
            endpoints = other;
        }
        EndpointSlice.Endpoint ready = new EndpointSlice.Endpoint(
                ImmutableList.of("10.1.0.1"), Optional.of(ObjectRef.of("Pod", "shop", "p")), "w1");
        EndpointSlice.Endpoint notReady =
                new EndpointSlice.Endpoint(ImmutableList.of("10.1.0.2"), Optional.empty(), "");
        assertThat(slice.serviceName()).isEqualTo("web");
        assertThat(slice.endpoints()).containsExactly(ready, notReady);
        assertThat(slice.ports())
                .containsExactly(
                        new EndpointSlice.Port("http", Protocol.TCP, 8080),
                        new EndpointSlice.Port("", Protocol.UDP, 53));
        assertThat(endpoints.serviceName()).isEqualTo("web");
        assertThat(endpoints.endpoints()).containsExactly(ready, notReady);
        assertThat(endpoints.ports()).containsExactly(new EndpointSlice.Port("", Protocol.TCP, 8080));
    }

    @Test
    void ingresses() {
        Ingress ingress = Snapshots.clean(
                        "apiVersion: networking.k8s.io/v1",
                        "kind: Ingress",
                        "metadata: {name: i, namespace: shop}",
                        "spec:",
                        "  ingressClassName: nginx",
                        "  defaultBackend: {service: {name: fallback, port: {number: 80}}}",
                        "  rules:",
                        "  - host: shop.example",
                        "    http:",
                        "      paths:",
                        "      - {path: /, backend: {service: {name: web, port: {name: http}}}}",
                        "      - {path: /static, backend: {resource: {kind: Bucket, name: x}}}",
                        "  - host: none.example",
                        "status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}")
                .ingresses()
                .get(0);
        assertThat(ingress.className()).isEqualTo("nginx");
        assertThat(ingress.loadBalancerAddresses()).containsExactly("1.2.3.4");
        assertThat(ingress.backends())
                .containsExactly(
                        new Ingress.Backend("", "", "fallback", PortRef.of(80), "spec.defaultBackend"),
                        new Ingress.Backend(
                                "shop.example",
                                "/",
                                "web",
                                PortRef.named("http"),
                                "spec.rules[0].http.paths[0].backend"));
    }

    @Test
    void ingressesOfRetiredVersionsHaveTheirOwnShape() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: extensions/v1beta1",
                "kind: Ingress",
                "metadata: {name: i, namespace: shop, annotations: {kubernetes.io/ingress.class: traefik}}",
                "spec:",
                "  backend: {serviceName: fallback, servicePort: http}",
                "  rules:",
                "  - http: {paths: [{path: /a, backend: {serviceName: web, servicePort: 80}}]}");
        Ingress ingress = snapshot.cluster().ingresses().get(0);
        assertThat(ingress.className()).isEqualTo("traefik");
        assertThat(ingress.backends())
                .containsExactly(
                        new Ingress.Backend("", "", "fallback", PortRef.named("http"), "spec.backend"),
                        new Ingress.Backend("", "/a", "web", PortRef.of(80), "spec.rules[0].http.paths[0].backend"));
        assertThat(Snapshots.codes(snapshot)).containsExactly("retired-version");
        assertThat(snapshot.inventory().retiredVersions()).containsExactly("extensions/v1beta1 Ingress");
    }

    @Test
    void networkPolicies() {
        NetworkPolicy policy = Snapshots.clean(
                        "apiVersion: networking.k8s.io/v1",
                        "kind: NetworkPolicy",
                        "metadata: {name: p, namespace: shop}",
                        "spec:",
                        "  podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [b, a]}]}",
                        "  policyTypes: [Egress]",
                        "  ingress: []",
                        "  egress:",
                        "  - to:",
                        "    - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}",
                        "    - {namespaceSelector: {}, podSelector: {matchLabels: {app: dns}}}",
                        "    ports:",
                        "    - {port: 53, protocol: UDP}",
                        "    - {port: 1000, endPort: 2000}",
                        "    - {port: metrics}",
                        "    - {protocol: SCTP}",
                        "  -")
                .networkPolicies()
                .get(0);
        assertThat(policy.isolatesIngress()).isFalse();
        assertThat(policy.isolatesEgress()).isTrue();
        assertThat(policy.typesStated()).isTrue();
        assertThat(policy.podSelector().matchExpressions())
                .containsExactly(
                        new LabelRequirement("app", LabelRequirement.Operator.NOT_IN, ImmutableSortedSet.of("a", "b")));
        assertThat(policy.egress())
                .containsExactly(
                        new NetworkPolicyRule(
                                ImmutableList.of(
                                        new NetworkPolicyPeer(
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of(new IpBlock("0.0.0.0/0", ImmutableList.of("10.0.0.0/8")))),
                                        new NetworkPolicyPeer(
                                                Optional.of(LabelSelector.ofLabels(Map.of("app", "dns"))),
                                                Optional.of(LabelSelector.EVERYTHING),
                                                Optional.empty())),
                                ImmutableList.of(
                                        new NetworkPolicyPort(
                                                Protocol.UDP, Optional.of(PortRef.of(53)), Optional.empty()),
                                        new NetworkPolicyPort(
                                                Protocol.TCP, Optional.of(PortRef.of(1000)), Optional.of(2000)),
                                        new NetworkPolicyPort(
                                                Protocol.TCP, Optional.of(PortRef.named("metrics")), Optional.empty()),
                                        new NetworkPolicyPort(Protocol.SCTP, Optional.empty(), Optional.empty()))),
                        // A null rule is an empty one, which allows everything.
                        new NetworkPolicyRule(ImmutableList.of(), ImmutableList.of()));
    }

    @Test
    void absentPolicyTypesMeanIngressAndEgressWhereThereAreEgressRules() {
        String policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\n";
        assertThat(Snapshots.clean(policy, "spec: {podSelector: {}}").networkPolicies())
                .extracting(p -> p.isolatesIngress() + " " + p.isolatesEgress() + " " + p.typesStated())
                .containsExactly("true false false");
        assertThat(Snapshots.clean(policy, "spec: {policyTypes: [], egress: []}")
                        .networkPolicies())
                .extracting(p -> p.isolatesIngress() + " " + p.isolatesEgress() + " " + p.typesStated())
                .containsExactly("true false false");
        assertThat(Snapshots.clean(policy, "spec: {egress: [{}]}").networkPolicies())
                .extracting(p -> p.isolatesIngress() + " " + p.isolatesEgress() + " " + p.typesStated())
                .containsExactly("true true false");
    }

    @Test
    void aPolicyPortThatCannotBeReadNeverBecomesEveryPort() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: networking.k8s.io/v1",
                "kind: NetworkPolicy",
                "metadata: {name: p}",
                "spec:",
                "  podSelector: {}",
                "  ingress:",
                "  - ports: [{protocol: ICMP}, {port: 70000}, {port: '80'}]");
        assertThat(snapshot.cluster().networkPolicies().get(0).ingress().get(0).ports())
                .extracting(port -> port.port().map(PortRef::toString).orElse("every"))
                .containsExactly("invalid:protocol", "invalid:70000", "80");
        // A number in quotes is a name, which the network refuses for want of a letter, as the API server does.
        assertThat(Snapshots.codes(snapshot)).containsExactly("wrong-value", "wrong-value");
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
    void aKnownNameInAnotherGroupIsAnotherKind() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}",
                "---",
                "{apiVersion: networking.internal.knative.dev/v1alpha1, kind: Ingress, metadata: {name: a}}",
                "---",
                "{apiVersion: crd.antrea.io/v1beta1, kind: NetworkPolicy, metadata: {name: a}}",
                "---",
                "{apiVersion: v1, kind: PodTemplate, metadata: {name: a}}",
                "---",
                "{apiVersion: authorization.openshift.io/v1, kind: ClusterRole, metadata: {name: a}}");
        assertThat(snapshot.inventory().otherKinds())
                .containsOnlyKeys(
                        "ClusterRole.authorization.openshift.io",
                        "Ingress.networking.internal.knative.dev",
                        "NetworkPolicy.crd.antrea.io",
                        "PodTemplate",
                        "Service.serving.knative.dev");
        assertThat(snapshot.inventory().kinds()).isEmpty();
        assertThat(Snapshots.codes(snapshot)).containsExactly("nothing-understood");
    }

    @Test
    void aRetiredVersionIsReportedOnceForEachKind() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: ClusterRole, metadata: {name: a}}",
                "---",
                "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: ClusterRole, metadata: {name: b}}",
                "---",
                "{apiVersion: apps/v1beta2, kind: StatefulSet, metadata: {name: b}}",
                "---",
                "{apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, metadata: {name: b}}");
        assertThat(Snapshots.codes(snapshot)).containsExactly("retired-version", "retired-version", "retired-version");
        assertThat(snapshot.diagnostics().get(0).source().line()).isEqualTo(1);
    }

    @Test
    void anUnknownOrMissingVersionIsReportedAndReadAsTodays() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: networking.k8s.io/v7, kind: NetworkPolicy, metadata: {name: a}}",
                "---",
                "{kind: ConfigMap, metadata: {name: a}}");
        assertThat(snapshot.inventory().understood()).isEqualTo(2);
        assertThat(Snapshots.codes(snapshot)).containsExactly("unknown-version", "no-version");
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

    @Test
    void anAdminNetworkPolicyKeepsTheOrderOfItsRules() {
        AdminPolicy policy = Snapshots.clean(
                        "apiVersion: policy.networking.k8s.io/v1alpha1",
                        "kind: AdminNetworkPolicy",
                        "metadata: {name: guard}",
                        "spec:",
                        "  priority: 7",
                        "  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}",
                        "  ingress:",
                        "  - {name: first, action: Allow, from: [{namespaces: {matchLabels: {a: b}}}],",
                        "     ports: [{portNumber: {port: 80}}, {namedPort: dns}]}",
                        "  - {action: Pass, from: [{namespaces: {}}],",
                        "     ports: [{portRange: {protocol: UDP, start: 1, end: 9}}]}",
                        "  egress:",
                        "  - {action: Deny, to: [{networks: [10.0.0.0/8]}, {nodes: {}}, {domainNames: [a.example]}]}")
                .adminPolicies()
                .get(0);
        LabelSelector labels = LabelSelector.ofLabels(Map.of("a", "b"));
        assertThat(policy.tier()).isEqualTo(AdminPolicy.Tier.ADMIN);
        assertThat(policy.priority()).contains(7);
        assertThat(policy.subject())
                .isEqualTo(new AdminPolicyPeer.Pods(
                        Optional.of(LabelSelector.EVERYTHING),
                        Optional.of(LabelSelector.ofLabels(Map.of("app", "web")))));
        assertThat(policy.ingress())
                .containsExactly(
                        new AdminPolicyRule(
                                "first",
                                AdminPolicyRule.Action.ALLOW,
                                ImmutableList.of(new AdminPolicyPeer.Namespaces(labels)),
                                ImmutableList.of(
                                        new AdminPolicyPort.Numbers(Protocol.TCP, 80, 80, false),
                                        new AdminPolicyPort.Named("dns"))),
                        new AdminPolicyRule(
                                "",
                                AdminPolicyRule.Action.PASS,
                                ImmutableList.of(new AdminPolicyPeer.Namespaces(LabelSelector.EVERYTHING)),
                                ImmutableList.of(new AdminPolicyPort.Numbers(Protocol.UDP, 1, 9, true))));
        assertThat(policy.egress())
                .containsExactly(new AdminPolicyRule(
                        "",
                        AdminPolicyRule.Action.DENY,
                        ImmutableList.of(
                                new AdminPolicyPeer.Networks(ImmutableList.of("10.0.0.0/8")),
                                new AdminPolicyPeer.Nodes(LabelSelector.EVERYTHING),
                                new AdminPolicyPeer.DomainNames(ImmutableList.of("a.example"))),
                        ImmutableList.of()));
    }

    @Test
    void aClusterNetworkPolicyStatesItsTierAndWhatIsMalformedStaysSo() {
        AdminPolicy policy = Snapshots.clean(
                        "apiVersion: policy.networking.k8s.io/v1alpha2",
                        "kind: ClusterNetworkPolicy",
                        "metadata: {name: guard}",
                        "spec:",
                        "  tier: Baseline",
                        "  priority: 0",
                        "  subject: {namespaces: {}, pods: null}",
                        "  ingress:",
                        "  - action: Accept",
                        "    from: [{}, {nodes: {}}, {namespaces: {}, pods: {podSelector: {}}}]",
                        "    protocols: [{tcp: {destinationPort: {range: {start: 5, end: 6}}}}, {sctp: {}}, {icmp: {}}, {}]",
                        "  - {action: Allow, from: [{namespaces: {}}], protocols: []}")
                .adminPolicies()
                .get(0);
        assertThat(policy.tier()).isEqualTo(AdminPolicy.Tier.BASELINE);
        assertThat(policy.subject()).isEqualTo(new AdminPolicyPeer.Namespaces(LabelSelector.EVERYTHING));
        assertThat(policy.ingress().get(0))
                .isEqualTo(new AdminPolicyRule(
                        "",
                        AdminPolicyRule.Action.ALLOW,
                        ImmutableList.of(
                                new AdminPolicyPeer.Invalid("is empty"),
                                new AdminPolicyPeer.Unknown("nodes"),
                                new AdminPolicyPeer.Invalid("says more than one thing")),
                        ImmutableList.of(
                                new AdminPolicyPort.Numbers(Protocol.TCP, 5, 6, true),
                                new AdminPolicyPort.Every(Protocol.SCTP),
                                new AdminPolicyPort.Unknown("icmp"),
                                new AdminPolicyPort.Invalid("is empty"))));
        assertThat(policy.ingress().get(1).action()).isEqualTo(AdminPolicyRule.Action.INVALID);
        assertThat(policy.ingress().get(1).ports()).containsExactly(new AdminPolicyPort.Invalid("is empty"));
    }
}
