package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Node;
import dev.postern.model.ObjectMeta;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Running commands through the API server, E20. */
class StreamingTest {
    private static Rbac rbac(String rule, String version, String binding) {
        Node node = new Node(
                ObjectMeta.of("", "n1"),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                version,
                "",
                false);
        return Rbac.of(
                Worlds.builder("ClusterRole r\n " + rule + "\n" + binding + " ClusterRole r\n User alice")
                        .add(node)
                        .build(),
                RbacOptions.DEFAULT.withoutBuiltInRoles());
    }

    private static List<Permit> bound(List<Permit> permits) {
        return permits.stream().filter(permit -> !permit.grant().isEverything()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "create core pods/exec, v1.36.3, true",
        "create core pods/exec, v1.30.1, true",
        "get core pods/exec, v1.36.3, false",
        "get core pods/exec, v1.35.0, false",
        "get core pods/exec, v1.34.9, true",
        "'get core pods', v1.30.0, false",
        "* core */exec, v1.36.0, true",
        "* * *, v1.36.0, true",
        "create core pods/*, v1.36.0, false",
    })
    void e20ExecNeedsCreateAndBefore135GetIsEnough(String rule, String version, boolean exec) {
        assertThat(bound(rbac(rule, version, "RoleBinding shop/b").podExec())).hasSize(exec ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"v1.30.0, true", "v1.36.0, false"})
    void e20TheVersionIsPartOfTheEvidence(String version, boolean cited) {
        List<Permit> permits = bound(rbac("get,create core pods/exec x", version, "RoleBinding shop/b")
                .podExec());
        assertThat(permits).singleElement().satisfies(permit -> {
            assertThat(permit.names()).containsExactly("x");
            assertThat(permit.supports().stream()
                            .flatMap(support -> support.facts().stream())
                            .map(Evidence::field)
                            .anyMatch("status.nodeInfo.kubeletVersion"::equals))
                    .isEqualTo(cited);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "get core nodes/proxy, ClusterRoleBinding b, true",
        "create core nodes/proxy, ClusterRoleBinding b, true",
        "update core nodes/proxy, ClusterRoleBinding b, false",
        "get core nodes, ClusterRoleBinding b, false",
        "get core nodes/proxy, RoleBinding shop/b, false",
    })
    void e20NodesProxyIsExecByGetOrCreateClusterWideOnly(String rule, String binding, boolean exec) {
        assertThat(bound(rbac(rule, "v1.36.0", binding).nodeProxy())).hasSize(exec ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"v1.31.2-eks-abc, v1.31", "'', v1.36"})
    void theVersionIsThatOfTheNewestKubeletElseTheNewestKnown(String kubelet, String version) {
        Rbac rbac = rbac("get core pods", kubelet, "ClusterRoleBinding b");
        assertThat(rbac.version()).hasToString(version);
        assertThat(Rbac.of(Worlds.cluster(""), RbacOptions.DEFAULT.withVersion(new KubernetesVersion(1, 20)))
                        .version())
                .hasToString("v1.20");
    }

    @ParameterizedTest
    @CsvSource({
        "create core pods/attach, v1.36.0, attach, true",
        "get core pods/attach, v1.36.0, attach, false",
        "get core pods/attach, v1.34.0, attach, true",
        "create core pods/portforward, v1.36.0, portforward, true",
        "get core pods/portforward, v1.36.0, portforward, false",
        "get core pods/portforward, v1.34.0, portforward, true",
        "create core pods/exec, v1.34.0, attach, false",
        "create core pods/attach, v1.34.0, portforward, false",
    })
    void e20AttachAndPortForwardAreAsExec(String rule, String version, String what, boolean allowed) {
        Rbac rbac = rbac(rule, version, "RoleBinding shop/b");
        assertThat(bound(what.equals("attach") ? rbac.podAttach() : rbac.podPortForward()))
                .hasSize(allowed ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "get, pods/proxy, true, false",
        "create, pods/proxy, true, false",
        "update, pods/proxy, true, false",
        "patch, pods/proxy, true, false",
        "delete, pods/proxy, true, false",
        "list, pods/proxy, false, false",
        "get, services/proxy, false, true",
        "delete, services/proxy, false, true",
        "watch, services/proxy, false, false",
        "get, 'pods,services', false, false",
        "get, */proxy, true, true",
    })
    void e20TheVerbOfAProxyFollowsTheMethodAndAnyReachesThePort(
            String verb, String resource, boolean pods, boolean services) {
        Rbac rbac = rbac(verb + " core " + resource, "v1.36.0", "RoleBinding shop/b");
        assertThat(bound(rbac.podProxy())).hasSize(pods ? 1 : 0);
        assertThat(bound(rbac.serviceProxy())).hasSize(services ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "nodes/stats",
        "nodes/metrics",
        "nodes/log",
        "nodes/spec",
        "nodes/checkpoint",
        "nodes/configz",
        "nodes/healthz",
        "nodes/pods"
    })
    void e20TheKubeletsOtherSubresourcesAreNoExec(String resource) {
        assertThat(bound(rbac("get,create core " + resource, "v1.36.0", "ClusterRoleBinding b")
                        .nodeProxy()))
                .isEmpty();
    }
}
