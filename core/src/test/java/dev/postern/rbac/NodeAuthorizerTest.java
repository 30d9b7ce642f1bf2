package dev.postern.rbac;

import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PersistentVolume;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.Volume;
import dev.postern.model.VolumeSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubelets may do, E22. */
class NodeAuthorizerTest {
    private static final Cluster CLUSTER = Cluster.builder()
            .add(pod("shop", "web", "n1", false))
            .add(pod("data", "db", "n2", false))
            .add(pod("kube-system", "static", "n1", true))
            .add(new PersistentVolume(
                    ObjectMeta.of("", "pv"),
                    Optional.empty(),
                    "csi",
                    false,
                    Optional.of(ObjectRef.of("PersistentVolumeClaim", "shop", "claim")),
                    "",
                    ImmutableList.of()))
            .build();

    private static Pod pod(String namespace, String name, String node, boolean mirror) {
        PodSpec spec = new PodSpec(
                Optional.of("runner"),
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
                ImmutableList.of(),
                ImmutableList.of(
                        new Volume("s", new VolumeSource.SecretFiles("tls", false), "volumes[0]"),
                        new Volume("c", new VolumeSource.ConfigMapFiles("conf", false), "volumes[1]"),
                        new Volume("d", new VolumeSource.Claim("claim", false), "volumes[2]")),
                Optional.empty(),
                ImmutableList.of("pull"),
                Optional.empty(),
                ImmutableSortedMap.of());
        ObjectRef ref = ObjectRef.of("Pod", namespace, name);
        return new Pod(
                ref,
                ObjectMeta.of(namespace, name),
                spec,
                "spec",
                Optional.of(node),
                "Running",
                ImmutableList.of(),
                ref,
                false,
                mirror);
    }

    private static AccessReview kubelet(String verb, String resource, String namespace, String name) {
        return AccessReview.of(user("system:node:n1"))
                .verb(verb)
                .resource(resource)
                .in(namespace)
                .named(name);
    }

    @ParameterizedTest
    @CsvSource({
        "get, secrets, shop, tls, true",
        "get, secrets, shop, pull, true",
        "list, secrets, shop, tls, true",
        "watch, configmaps, shop, conf, true",
        "get, secrets, shop, other, false",
        "get, secrets, data, tls, false",
        "list, secrets, shop, '', false",
        "update, secrets, shop, tls, false",
        "get, persistentvolumeclaims, shop, claim, true",
        "list, persistentvolumeclaims, shop, claim, false",
        "get, persistentvolumes, '', pv, true",
        "create, serviceaccounts/token, shop, runner, true",
        "create, serviceaccounts/token, data, runner, false",
        "create, serviceaccounts/token, shop, default, false",
        "get, secrets, kube-system, tls, false",
        "create, serviceaccounts/token, kube-system, runner, false",
        "get, pods, shop, web, true",
        "get, pods, data, db, false",
        "delete, pods, data, db, true",
        "create, pods, shop, '', true",
        "create, pods/exec, shop, web, false",
        "get, nodes, '', n1, true",
        "get, nodes, '', n2, false",
        "patch, nodes, '', n2, true",
        "patch, nodes/status, '', n1, true",
        "get, nodes/status, '', n1, false",
        "list, nodes, '', '', false",
        "create, nodes, '', '', true",
        "delete, nodes, '', n1, false",
        "get, nodes/proxy, '', n1, false",
        "list, services, '', '', true",
        "update, pods/status, shop, web, true",
        "get, pods/status, shop, web, false",
        "create, pods/eviction, shop, web, true",
        "update, pods/eviction, shop, web, false",
        "update, pods, shop, web, false",
        "update, persistentvolumeclaims/status, shop, claim, true",
        "get, persistentvolumeclaims/status, shop, claim, false",
        "update, persistentvolumeclaims, shop, claim, false",
        "list, persistentvolumes, '', pv, false",
        "get, persistentvolumes/status, '', pv, false",
        "get, configmaps/x, shop, conf, false",
        "get, secrets/x, shop, tls, false",
        "get, serviceaccounts, shop, runner, true",
        "list, serviceaccounts, shop, runner, false",
        "get, serviceaccounts/token, shop, runner, false",
        "get, deployments, shop, web, false",
    })
    void e22AKubeletReachesWhatItsPodsReferTo(
            String verb, String resource, String namespace, String name, boolean allowed) {
        Rbac rbac = Rbac.of(CLUSTER, RbacOptions.DEFAULT);
        assertThat(rbac.decideByNode(kubelet(verb, resource, namespace, name)).isAllowed())
                .isEqualTo(allowed);
        assertThat(rbac.decide(kubelet(verb, resource, namespace, name)).isAllowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"v1.31, true", "v1.32, false"})
    void e22BeforeSelectorsAKubeletReadsAllPods(String version, boolean allowed) {
        Rbac rbac = Rbac.of(
                CLUSTER,
                RbacOptions.DEFAULT.withVersion(KubernetesVersion.parse(version).orElseThrow()));
        assertThat(rbac.decide(kubelet("list", "pods", "", "")).isAllowed()).isEqualTo(allowed);
        assertThat(rbac.decide(kubelet("get", "nodes", "", "n2")).isAllowed()).isEqualTo(allowed);
    }

    @Test
    void e22TheNameAloneOrTheGroupAloneIsNoKubelet() {
        Rbac rbac = Rbac.of(CLUSTER, RbacOptions.DEFAULT);
        AccessReview name = AccessReview.of("system:node:n1", List.of())
                .verb("get")
                .resource("secrets")
                .in("shop")
                .named("tls");
        AccessReview group = AccessReview.of("n1", List.of("system:nodes"))
                .verb("get")
                .resource("secrets")
                .in("shop")
                .named("tls");
        assertThat(rbac.decide(name).isAllowed()).isFalse();
        assertThat(rbac.decide(group).isAllowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"v1.33, false", "v1.34, true"})
    void e22KubeletsReadAccountsFrom134On(String version, boolean allowed) {
        Rbac rbac = Rbac.of(
                CLUSTER,
                RbacOptions.DEFAULT.withVersion(KubernetesVersion.parse(version).orElseThrow()));
        assertThat(rbac.decide(kubelet("get", "serviceaccounts", "shop", "runner"))
                        .isAllowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "system:node:, system:nodes",
        "system:nod, system:nodes",
        "n1, system:nodes",
        "system:node:n1, system:authenticated",
    })
    void e22ANodeHasANameAndTheGroup(String name, String group) {
        assertThat(NodeAuthorizer.node(UserInfo.of(name, List.of(group)))).isEmpty();
        assertThat(NodeAuthorizer.node(UserInfo.of("system:node:n", List.of("system:nodes"))))
                .contains("n");
    }

    @Test
    void e22WhatIsNotReadIsUnknownAndUrlsAreNot() {
        Rbac rbac = Rbac.of(CLUSTER, RbacOptions.DEFAULT);
        for (String resource : List.of("resource.k8s.io/resourceclaims", "resource.k8s.io/resourceslices")) {
            String[] parts = resource.split("/");
            Decision decision =
                    rbac.decideByNode(kubelet("get", parts[1], "shop", "x").group(parts[0]));
            assertThat(decision.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(decision.missing()).contains(parts[1]);
        }
        assertThat(rbac.decideByNode(
                                kubelet("get", "volumeattachments", "", "x").group("storage.k8s.io"))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(rbac.decideByNode(AccessReview.of(user("system:node:n1"))
                                .verb("get")
                                .path("/metrics"))
                        .outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void e22LeasesAndCsiNodesAreItsOwn() {
        Rbac rbac = Rbac.of(CLUSTER, RbacOptions.DEFAULT);
        AccessReview lease =
                kubelet("update", "leases", "kube-node-lease", "n1").group("coordination.k8s.io");
        assertThat(rbac.decide(lease).isAllowed()).isTrue();
        assertThat(rbac.decide(lease.named("n2")).isAllowed()).isFalse();
        assertThat(rbac.decide(lease.in("shop")).isAllowed()).isFalse();
        assertThat(rbac.decide(lease.verb("create").named("")).isAllowed()).isTrue();
        assertThat(rbac.decide(lease.verb("list")).isAllowed()).isFalse();
        assertThat(rbac.decide(kubelet("get", "csinodes", "", "n1").group("storage.k8s.io"))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.decide(kubelet("get", "csinodes", "", "n2").group("storage.k8s.io"))
                        .isAllowed())
                .isFalse();
        assertThat(rbac.decide(kubelet("get", "csinodes/status", "", "n1").group("storage.k8s.io"))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void e22NodeRightsCiteWhereThePodsReferToThem() {
        Rbac rbac = Rbac.of(CLUSTER, RbacOptions.DEFAULT);
        assertThat(rbac.kubelets().rights("n1"))
                .extracting(right -> right.object().toString())
                .containsExactly(
                        "ConfigMap shop/conf",
                        "PersistentVolume pv",
                        "PersistentVolumeClaim shop/claim",
                        "Pod kube-system/static",
                        "Pod shop/web",
                        "Secret shop/pull",
                        "Secret shop/tls",
                        "ServiceAccount shop/runner");
        assertThat(rbac.kubelets().rights("n1").get(6).supports())
                .singleElement()
                .satisfies(support -> assertThat(support.facts())
                        .containsExactly(
                                Evidence.stated(ObjectRef.of("Pod", "shop", "web"), "spec.volumes[0].secret", "tls"),
                                Evidence.stated(ObjectRef.of("Pod", "shop", "web"), "spec.nodeName", "n1")));
        assertThat(rbac.kubelets().rights("nowhere")).isEmpty();
    }

    @Test
    void e22ASubjectOfTheDefaultNodeBindingIsReported() {
        Rbac rbac = Rbac.of(
                Worlds.cluster("ClusterRoleBinding system:node ClusterRole system:node\n Group system:nodes"),
                RbacOptions.DEFAULT);
        assertThat(rbac.diagnostics())
                .extracting(diagnostic -> diagnostic.code())
                .containsExactly("system-node-bound");
    }

    @ParameterizedTest
    @CsvSource({
        "patch, nodes, '', n1, true",
        "patch, nodes, '', n2, false",
        "update, nodes/status, '', n2, false",
        "delete, nodes, '', n2, false",
        "create, nodes, '', '', true",
        "create, pods, shop, '', true",
        "update, pods, shop, web, false",
        "delete, pods, shop, web, true",
        "delete, pods, data, db, false",
        "deletecollection, pods, shop, '', false",
        "patch, pods/status, shop, web, true",
        "patch, pods/status, data, db, false",
        "create, pods/status, shop, web, false",
        "create, pods/eviction, shop, web, true",
        "create, pods/eviction, data, db, false",
        "create, pods/exec, shop, web, false",
        "patch, persistentvolumeclaims/status, shop, claim, true",
        "patch, persistentvolumeclaims, shop, claim, false",
        "create, serviceaccounts/token, shop, runner, true",
        "get, nodes, '', n2, true",
        "create, events, shop, '', true",
    })
    void e22NodeRestrictionHoldsAKubeletToWhatIsItsOwn(
            String verb, String resource, String namespace, String name, boolean admitted) {
        Rbac rbac = Rbac.of(CLUSTER, RbacOptions.DEFAULT);
        AccessReview review = kubelet(verb, resource, namespace, name);
        assertThat(rbac.decideByNodeRestriction(review).isAllowed()).isEqualTo(admitted);
        AccessReview person = AccessReview.of(user("alice"))
                .verb(verb)
                .resource(resource)
                .in(namespace)
                .named(name);
        assertThat(rbac.decideByNodeRestriction(person).isAllowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "leases, coordination.k8s.io, kube-node-lease, n1, true",
        "leases, coordination.k8s.io, kube-node-lease, n2, false",
        "leases, coordination.k8s.io, shop, n1, false",
        "csinodes, storage.k8s.io, '', n1, true",
        "csinodes, storage.k8s.io, '', n2, false",
    })
    void e22NodeRestrictionHoldsAKubeletToItsLeases(
            String resource, String group, String namespace, String name, boolean admitted) {
        AccessReview review = kubelet("update", resource, namespace, name).group(group);
        assertThat(Rbac.of(CLUSTER, RbacOptions.DEFAULT)
                        .decideByNodeRestriction(review)
                        .isAllowed())
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "--enable-admission-plugins=NodeRestriction, false",
        "'--enable-admission-plugins=PodSecurity,NodeRestriction', false",
        "--enable-admission-plugins=PodSecurity, true",
        "--enable-admission-plugins, false",
        "--secure-port=6443, false",
    })
    void e22NodeRestrictionIsOnUnlessTheFlagsLeaveItOut(String flag, boolean admitted) {
        Cluster cluster = Cluster.builder()
                .add(AuthorizationModesTest.server("kube-system", flag))
                .build();
        Decision decision =
                Rbac.of(cluster, RbacOptions.DEFAULT).decideByNodeRestriction(kubelet("patch", "nodes", "", "n2"));
        assertThat(decision.isAllowed()).isEqualTo(admitted);
        assertThat(decision.evidence())
                .singleElement()
                .satisfies(fact ->
                        assertThat(fact.basis()).isEqualTo(flag.startsWith("--enable") ? Basis.STATED : Basis.ASSUMED));
    }

    @Test
    void e22TheDefaultNodeBindingHasNoSubjects() {
        Rbac rbac = Rbac.of(Cluster.builder().build(), RbacOptions.DEFAULT);
        assertThat(rbac.diagnostics()).isEmpty();
        assertThat(rbac.holdings())
                .noneMatch(holding -> holding.grant().role().name().equals("system:node"));
    }
}
