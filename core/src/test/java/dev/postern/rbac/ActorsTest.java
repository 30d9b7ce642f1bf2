package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who stands behind a subject: objects, and the workloads that run as it. */
class ActorsTest {
    private static Pod pod(String namespace, String name, String account, String owner, String phase, boolean virtual) {
        PodSpec spec = new PodSpec(
                Optional.of(account),
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
                ImmutableList.of(),
                Optional.empty(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableSortedMap.of());
        ObjectRef deployment = ObjectRef.of("Deployment", namespace, owner);
        ObjectMeta meta = new ObjectMeta(
                name,
                namespace,
                Basis.STATED,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                false,
                Optional.of(deployment),
                Origin.NONE);
        return new Pod(
                ObjectRef.of("Pod", namespace, name),
                meta,
                spec,
                "spec",
                Optional.empty(),
                phase,
                ImmutableList.of(),
                deployment,
                virtual,
                false);
    }

    private static final Cluster CLUSTER = Cluster.builder()
            .add(Namespace.implied("shop"))
            .add(Worlds.account("shop", "cart"))
            .add(pod("shop", "cart-1", "cart", "cart", "Running", false))
            .add(pod("shop", "cart-2", "cart", "cart", "Pending", false))
            .add(pod("shop", "cart-3", "cart", "cart", "Succeeded", false))
            .add(pod("shop", "old", "gone", "old", "Failed", false))
            .add(pod("shop", "web-1", "web", "web", "Running", false))
            .add(pod("ops", "job-1", "cart", "job", "Running", false))
            .build();

    private static List<String> runsAs(Subject subject) {
        return Rbac.of(CLUSTER, RbacOptions.DEFAULT.withoutBuiltInRoles()).rights(subject).runsAs().stream()
                .map(run -> run.workload() + " " + run.pods())
                .toList();
    }

    @Test
    void workloadsRunAsAnAccount() {
        assertThat(runsAs(serviceAccount("shop", "cart")))
                .as("pods that are over do not count")
                .containsExactly("Deployment shop/cart 2");
        assertThat(runsAs(serviceAccount("shop", "gone"))).isEmpty();
        assertThat(runsAs(user("cart"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "system:serviceaccounts, 'Deployment ops/job 1,Deployment shop/cart 2,Deployment shop/web 1'",
        "system:serviceaccounts:shop, 'Deployment shop/cart 2,Deployment shop/web 1'",
        "system:authenticated, 'Deployment ops/job 1,Deployment shop/cart 2,Deployment shop/web 1'",
        "system:serviceaccounts:data, ''",
        "system:unauthenticated, ''",
        "developers, ''",
    })
    void workloadsRunAsMembersOfAGroup(String name, String workloads) {
        assertThat(String.join(",", runsAs(group(name)))).isEqualTo(workloads);
    }

    private static Cluster.Builder cluster(boolean live) {
        ObjectMeta cart = new ObjectMeta(
                "cart",
                "shop",
                Basis.STATED,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                live,
                Optional.empty(),
                Origin.NONE);
        return Cluster.builder()
                .add(Namespace.implied("shop"))
                .add(new ServiceAccount(cart, Optional.empty(), ImmutableList.of(), ImmutableList.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "sa:shop/cart, false, OBJECT",
        "sa:shop/cart, true, OBJECT",
        "sa:shop/default, false, IMPLIED",
        "sa:shop/default, true, DANGLING",
        "sa:kube-system/default, false, IMPLIED",
        "sa:nowhere/default, false, DANGLING",
        "sa:shop/ghost, false, DANGLING",
        "sa:shop/ghost, true, DANGLING",
        "sa:kube-system/namespace-controller, false, IMPLIED",
        "sa:kube-system/namespace-controller, true, DANGLING",
        "sa:kube-system/of-mine, false, DANGLING",
        "user:cart, false, NOT_AN_OBJECT",
        "group:cart, false, NOT_AN_OBJECT",
    })
    void anAccountIsAnObjectOrMadeByEveryClusterOrNotThere(
            String subject, boolean live, AllowedSubject.Presence presence) {
        Cluster cluster = cluster(live)
                .add(Worlds.binding(
                        "", "b", ObjectRef.cluster("ClusterRole", "view"), serviceAccount("kube-system", "of-mine")))
                .build();
        assertThat(Rbac.of(cluster, RbacOptions.DEFAULT)
                        .rights(Subject.parse(subject))
                        .presence())
                .isEqualTo(presence);
    }
}
