package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * KubeHound's own manifests, one for each of its attacks, with what it expects of them. Three nodes are added; its pods, in
 * the order of its files, run on them in turn. Where our answer is another, the row says by which rule of Kubernetes. Rows about bindings of roles and
 * about exposure are not compared here.
 */
class KubeHoundConformanceTest {
    private static final int NODES = 3;
    private static final String VAR_LOG = "container:default/varlog-pod/varlog-container";

    /**
     * @param attack the manifest
     * @param from where the steps start; every technique but those of rights from containers is meant
     * @param expected the techniques, with how many ends each has
     * @param deviation why this is not what KubeHound expects; empty where it is
     */
    private record Row(String attack, String from, String expected, String deviation) {
        static Row of(String attack, String from, String expected) {
            return new Row(attack, from, expected, "");
        }

        Row unlike(String reason) {
            return new Row(attack, from, expected, reason);
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.of("CE_MODULE_LOAD", container("modload-pod"), "EscapeSysModule 1"),
            Row.of("CE_NSENTER", container("nsenter-pod"), "EscapeNsenter 1, EscapePrivileged 1")
                    .unlike("a privileged container is said to be one way, instead of one for each capability"),
            Row.of("CE_PRIV_MOUNT", container("priv-pod"), "EscapePrivileged 1")
                    .unlike("a privileged container is said to be one way, instead of one for each capability"),
            Row.of(
                            "CE_SYS_PTRACE",
                            container("sys-ptrace-pod"),
                            "EscapeNsenter 1, EscapeSysAdmin 1, EscapeSysPtrace 1, HostPid 9")
                    .unlike(
                            "it has SYS_ADMIN too and no AppArmor profile: it may mount, and join namespaces (setns(2));"
                                    + " and among the node's processes are those of nine other containers"),
            Row.of("CE_UMH_CORE_PATTERN", "container:default/umh-core-pod/umh-core-container", "EscapeCorePattern 1"),
            Row.of("CE_VAR_LOG_SYMLINK", "sa:default/varlog-sa", "EscapeVarLog 1"),
            Row.of("CE_NET_MITM", container("netadmin-pod"), ""),
            Row.of("CONTROL_POD", container("control-pod"), ""),
            Row.of("ENDPOINT_EXPLOIT", container("endpoints-pod"), "EscapeNsenter 1, EscapePrivileged 1")
                    .unlike("as CE_NSENTER"),
            Row.of("EXPLOIT_HOST_READ_TRAVERSE", container("host-read-exploit-pod"), "HostpathPodTokens TOKENS")
                    .unlike("keys below /root/.ssh open nothing that the input names"),
            Row.of(
                            "EXPLOIT_HOST_WRITE",
                            container("host-write-exploit-pod"),
                            "EscapeCorePattern 1, EscapeHostpathWrite 1, EscapeRuntimeSocket 1, EscapeUeventHelper 1,"
                                    + " HostpathPodTokens TOKENS, HostpathReadCreds 1")
                    .unlike("below / lie the runtime's socket, /proc, /sys and the kubelet's credentials as well"),
            Row.of("IDENTITY_IMPERSONATE", "sa:default/impersonate-sa", ""),
            Row.of("POD_CREATE", "sa:default/pod-create-sa", "PodCreateAsSa ACCOUNTS, WorkloadEscape 3"),
            Row.of("POD_EXEC", "sa:default/pod-exec-sa", "EscapeVarLog 1, PodExec PODS")
                    .unlike("it may read logs too, which leads on from the pod that mounts them"),
            Row.of("POD_PATCH", "sa:default/pod-patch-sa", "NetworkChange 1, PodImagePatch PODS")
                    .unlike("labels of pods decide what the Service of the namespace leads to"),
            Row.of("SHARE_PS_NAMESPACE", "container:default/sharedps-pod1/sharedps-pod1-a", "SharedPid 1"),
            Row.of("SHARE_PS_NAMESPACE", "container:default/sharedps-pod2/sharedps-pod2-b", "SharedPid 1"),
            Row.of("TOKEN_BRUTEFORCE", "sa:default/tokenget-sa", "")
                    .unlike("no Secret holds a token: none is made since v1.24, so that there is none to guess"),
            Row.of("TOKEN_LIST", "sa:default/tokenlist-sa", "")
                    .unlike("no Secret holds a token: none is made since v1.24, so that there is none to list"));

    private static String container(String pod) {
        return "container:default/" + pod + "/" + pod;
    }

    @Test
    void eachAttackHasItsSteps() throws IOException {
        Path root = Path.of(System.getProperty("postern.corpus", "../shared/corpus"), "kubehound-attacks");
        Assumptions.assumeTrue(Files.isDirectory(root), () -> "no attacks at " + root);
        Cluster cluster = Manifests.cluster(manifests(root).toArray(new String[0]));
        Map<String, Map<String, Set<String>>> found = new TreeMap<>();
        for (EdgeRule rule : BuiltInRules.all()) {
            String name = CaseFormat.UPPER_UNDERSCORE.to(
                    CaseFormat.UPPER_CAMEL, rule.type().id());
            for (String edge : TechniqueEdges.of(rule, cluster, given(rule))) {
                String[] ends = edge.split(" -> ");
                found.computeIfAbsent(ends[0], key -> new TreeMap<>())
                        .computeIfAbsent(name, key -> new TreeSet<>())
                        .add(ends[1]);
            }
        }
        List<String> wrong = new ArrayList<>();
        List<String> deviations = new ArrayList<>();
        for (Row row : ROWS) {
            Map<String, Integer> actual = new TreeMap<>();
            found.getOrDefault(row.from(), Map.of()).forEach((technique, ends) -> actual.put(technique, ends.size()));
            actual.keySet().removeAll(row.from().startsWith("sa:") ? OF_EVERY_ACCOUNT : OF_EVERY_CONTAINER);
            Map<String, Integer> expected = expected(row, cluster);
            if (!actual.equals(expected)) {
                wrong.add(row.attack() + ": expected " + expected + ", got " + actual);
            }
            if (!row.deviation().isEmpty()) {
                deviations.add(row.attack() + ": " + row.deviation());
            }
        }
        System.out.printf(
                "conformance kubehound attacks: compared %d, agree %d, deviations %d%n",
                ROWS.size(), ROWS.size() - deviations.size(), deviations.size());
        deviations.forEach(deviation -> System.out.println("  " + deviation));
        assertThat(wrong).isEmpty();
    }

    /** Writing the link and reading the log are two things: who reads is asked beside the pod that writes. */
    private static Set<String> given(EdgeRule rule) {
        return rule instanceof EscapeVarLog ? Set.of(VAR_LOG) : Set.of();
    }

    /** What each account or container has anyway, whatever the attack. */
    private static final Set<String> OF_EVERY_ACCOUNT = Set.of("SubjectGrant", "SubjectInGroup");

    private static final Set<String> OF_EVERY_CONTAINER = Set.of("PodAssumesSa");

    private static Map<String, Integer> expected(Row row, Cluster cluster) {
        long pods = cluster.pods().stream()
                .filter(pod -> pod.namespace().equals("default"))
                .count();
        // The account that the namespace is born with beside those of the manifests; but not itself.
        long accounts = cluster.serviceAccounts().stream()
                .filter(account -> account.meta().namespace().equals("default"))
                .count();
        Map<String, Integer> expected = new TreeMap<>();
        for (String entry :
                row.expected().isEmpty() ? new String[0] : row.expected().split(", ")) {
            String[] parts = entry.split(" ");
            long count = switch (parts[1]) {
                case "PODS" -> pods;
                case "ACCOUNTS" -> accounts;
                case "TOKENS" -> tokensOn(row.from(), cluster);
                default -> Long.parseLong(parts[1]);
            };
            if (count > 0) {
                expected.put(parts[0], (int) count);
            }
        }
        return expected;
    }

    /** Accounts of the pods on the node of a container: all of its pods mount a token. */
    private static long tokensOn(String container, Cluster cluster) {
        String pod = container.split("/")[1];
        String node = cluster.pods().stream()
                .filter(one -> one.meta().name().equals(pod))
                .flatMap(one -> one.nodeName().stream())
                .findFirst()
                .orElseThrow();
        return cluster.pods().stream()
                .filter(one -> one.nodeName().filter(node::equals).isPresent())
                .map(one -> one.serviceAccount())
                .distinct()
                .count();
    }

    private static List<String> manifests(Path root) throws IOException {
        List<String> manifests = new ArrayList<>();
        for (int i = 1; i <= NODES; i++) {
            manifests.add(Manifests.node("worker-" + i));
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(root)) {
            files = all.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        int pods = 0;
        for (Path file : files) {
            for (String document : Files.readString(file).split("(?m)^---$")) {
                boolean pod = document.contains("\nkind: Pod\n");
                manifests.add(
                        pod
                                ? document.replaceFirst(
                                        "\nspec:\n", "\nspec:\n  nodeName: worker-" + (pods++ % NODES + 1) + "\n")
                                : document);
            }
        }
        return manifests;
    }
}
