package dev.postern.attack.rule;

import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What KubeHound expects from one start of one of its attacks.
 *
 * @param attack the manifest
 * @param from where the steps start; every technique but those of rights from containers is meant
 * @param expected the techniques, with how many ends each has; of role binding the ends themselves are compared
 * @param deviation why this is not what KubeHound expects; empty where it is
 */
record KubeHoundRow(String attack, String from, String expected, String deviation) {
    static final String VAR_LOG = "container:default/varlog-pod/varlog-container";
    static final String ROLE_BIND = "RoleBind";

    private static final String FULL = "a Role need not be bound, and where one allows everything no other is said;"
            + " ClusterRoles are no `roles`";
    private static final String CASE_4 =
            "to bind ClusterRoles in a namespace is asked there, so that a RoleBinding may grant it";

    static final List<KubeHoundRow> ALL = List.of(
            of("CE_MODULE_LOAD", container("modload-pod"), "EscapeSysModule 1"),
            of("CE_NSENTER", container("nsenter-pod"), "EscapeNsenter 1, EscapePrivileged 1")
                    .unlike("a privileged container is said to be one way, instead of one for each capability"),
            of("CE_PRIV_MOUNT", container("priv-pod"), "EscapePrivileged 1")
                    .unlike("a privileged container is said to be one way, instead of one for each capability"),
            of(
                            "CE_SYS_PTRACE",
                            container("sys-ptrace-pod"),
                            "EscapeNsenter 1, EscapeSysAdmin 1, EscapeSysPtrace 1, HostPid NEIGHBOURS")
                    .unlike(
                            "it has SYS_ADMIN too and no AppArmor profile: it may mount, and join namespaces (setns(2));"
                                    + " and among the node's processes are those of other containers"),
            of("CE_UMH_CORE_PATTERN", "container:default/umh-core-pod/umh-core-container", "EscapeCorePattern 1"),
            of("CE_VAR_LOG_SYMLINK", "sa:default/varlog-sa", "EscapeVarLog 1"),
            of("CE_NET_MITM", container("netadmin-pod"), ""),
            of("CONTROL_POD", container("control-pod"), ""),
            of("ENDPOINT_EXPLOIT", container("endpoints-pod"), "EscapeNsenter 1, EscapePrivileged 1")
                    .unlike("as CE_NSENTER"),
            of("EXPLOIT_HOST_READ_TRAVERSE", container("host-read-exploit-pod"), "HostpathPodTokens TOKENS")
                    .unlike("keys below /root/.ssh open nothing that the input names"),
            of(
                            "EXPLOIT_HOST_WRITE",
                            container("host-write-exploit-pod"),
                            "EscapeCorePattern 1, EscapeHostpathWrite 1, EscapeRuntimeSocket 1, EscapeUeventHelper 1,"
                                    + " HostpathPodTokens TOKENS, HostpathReadCreds 1")
                    .unlike("below / lie the runtime's socket, /proc, /sys and the kubelet's credentials as well"),
            of("IDENTITY_IMPERSONATE", "sa:default/impersonate-sa", ""),
            of(
                            "POD_CREATE",
                            "sa:default/pod-create-sa",
                            "PodCreateAsSa ACCOUNTS, PodCreateReach 2, WorkloadEscape NODES")
                    .unlike("a new pod sends packets as well, from wherever its labels put it"),
            of("POD_EXEC", "sa:default/pod-exec-sa", "EscapeVarLog LOGS, PodExec PODS")
                    .unlike("it may read logs too, which leads on from the pod that mounts them"),
            of("POD_PATCH", "sa:default/pod-patch-sa", "NetworkChange SERVICES, PodImagePatch PODS")
                    .unlike("labels of pods decide what the Service of the namespace leads to"),
            of("ROLE_BIND_ALL", "container:vault/vault-pod/vault-pod", ""),
            of("ROLE_BIND_ALL", "sa:vault/default", ""),
            of("ROLE_BIND_CRB_CR", "sa:default/rolebind-sa-crb-cr-crb-cr", "RoleBind ROLES")
                    .unlike(
                            "ClusterRoles that no ClusterRoleBinding names can be bound as well; those with its own rights"
                                    + " are no gain"),
            of("ROLE_BIND_CRB_CR", "sa:default/rolebind-sa-crb-cr-rb-cr", "RoleBind ROLES")
                    .unlike("what it gains holds in each namespace, not in the cluster: RoleBindings give no more"),
            of("ROLE_BIND_CRB_CR", "sa:default/rolebind-sa-crb-cr-crb-r-fail", ""),
            of("ROLE_BIND_CRB_CR", "sa:default/rolebind-sa-crb-cr-rb-r", "RoleBind ROLES")
                    .unlike("a ClusterRoleBinding gives the rights in each namespace; " + FULL),
            of("ROLE_BIND_RB_CR-SA", "sa:default/rolebind-sa-rb-cr-crb-cr-fail", ""),
            of("ROLE_BIND_RB_CR-SA", "sa:default/rolebind-sa-rb-cr-rb-cr", "RoleBind ROLES")
                    .unlike(CASE_4),
            of("ROLE_BIND_RB_CR-SA", "sa:default/rolebind-sa-rb-cr-rb-r", "RoleBind ROLES")
                    .unlike(FULL),
            of("ROLE_BIND_RB_R-SA", "sa:default/rolebind-sa-rb-r-rb-r", "RoleBind ROLES")
                    .unlike(FULL),
            of("ROLE_BIND_RB_R-SA", "sa:default/rolebind-sa-rb-r-crb-cr-fail", ""),
            of("ROLE_BIND_RB_R-SA", "sa:default/rolebind-sa-rb-r-rb-crb", "RoleBind ROLES")
                    .unlike(CASE_4),
            of("ROLE_BIND_RB_R-UG", "group:group-rb-r-rb-r", "RoleBind ROLES").unlike(FULL),
            of("ROLE_BIND_RB_R-UG", "group:group-rb-r-crb-cr-fail", ""),
            of("ROLE_BIND_RB_R-UG", "group:group-rb-r-rb-crb", "RoleBind ROLES").unlike(CASE_4),
            of("ROLE_BIND_RB_R-UG", "user:user-rb-r-rb-r", "RoleBind ROLES").unlike(FULL),
            of("ROLE_BIND_RB_R-UG", "user:user-rb-r-crb-cr-fail", ""),
            of("ROLE_BIND_RB_R-UG", "user:user-rb-r-rb-crb", "RoleBind ROLES").unlike(CASE_4),
            of("SHARE_PS_NAMESPACE", "container:default/sharedps-pod1/sharedps-pod1-a", "SharedPid 1"),
            of("SHARE_PS_NAMESPACE", "container:default/sharedps-pod2/sharedps-pod2-b", "SharedPid 1"),
            of("TOKEN_BRUTEFORCE", "sa:default/tokenget-sa", "")
                    .unlike("no Secret holds a token: none is made since v1.24, so that there is none to guess"),
            of("TOKEN_LIST", "sa:default/tokenlist-sa", "")
                    .unlike("no Secret holds a token: none is made since v1.24, so that there is none to list"));

    private static String container(String pod) {
        return "container:default/" + pod + "/" + pod;
    }

    private static KubeHoundRow of(String attack, String from, String expected) {
        return new KubeHoundRow(attack, from, expected, "");
    }

    private KubeHoundRow unlike(String reason) {
        return new KubeHoundRow(attack, from, expected, reason);
    }

    /** How many ends each technique has, in the cluster of whichever manifests there are. */
    Map<String, Object> expected(Cluster cluster) {
        Map<String, Object> counts = new TreeMap<>();
        for (String entry : expected.isEmpty() ? new String[0] : expected.split(", ")) {
            String[] parts = entry.split(" ");
            if (parts[0].equals(ROLE_BIND)) {
                counts.put(ROLE_BIND, KubeHoundBinds.of(cluster, from));
            } else {
                counts.put(parts[0], count(parts[1], cluster));
            }
        }
        counts.values().removeAll(List.of(0, Set.of()));
        return counts;
    }

    private int count(String word, Cluster cluster) {
        return (int)
                switch (word) {
                    case "PODS" ->
                        cluster.pods().stream()
                                .filter(pod -> pod.namespace().equals("default"))
                                .count();
                    // The account that the namespace is born with beside those of the manifests; but not itself.
                    case "ACCOUNTS" ->
                        cluster.serviceAccounts().stream()
                                .filter(account -> account.meta().namespace().equals("default"))
                                .count();
                    case "SERVICES" ->
                        cluster.services().stream()
                                .filter(service -> service.meta().namespace().equals("default"))
                                .count();
                    case "NODES" -> cluster.nodes().size();
                    case "LOGS" ->
                        cluster.pods().stream()
                                .filter(pod -> VAR_LOG.contains("/" + pod.meta().name() + "/"))
                                .count();
                    case "NEIGHBOURS" ->
                        onNode(cluster).stream()
                                .filter(pod -> !isOwn(pod))
                                .mapToLong(pod -> pod.spec().containers().size())
                                .sum();
                    // All of the pods mount a token.
                    case "TOKENS" ->
                        onNode(cluster).stream()
                                .map(Pod::serviceAccount)
                                .distinct()
                                .count();
                    default -> Long.parseLong(word);
                };
    }

    private List<Pod> onNode(Cluster cluster) {
        String node = cluster.pods().stream()
                .filter(this::isOwn)
                .flatMap(pod -> pod.nodeName().stream())
                .findFirst()
                .orElseThrow();
        return cluster.pods().stream()
                .filter(pod -> pod.nodeName().filter(node::equals).isPresent())
                .toList();
    }

    private boolean isOwn(Pod pod) {
        return from.startsWith("container:" + pod.namespace() + "/" + pod.meta().name() + "/");
    }
}
