package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import dev.postern.ingest.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The connections that netpol-analyzer lists for its own examples, under the profile that has its view of blocks and of
 * the host network. Every case of the folder is compared; the lists below are all exceptions.
 */
class NetpolAnalyzerConformanceTest {
    private static final Path CASES =
            Path.of(System.getProperty("postern.corpus", "../../shared/corpus")).resolve("netpol-analyzer");

    /** Nothing in them is decided by policy of the pod network, each with the reason. */
    private static final ImmutableMap<String, String> NOT_COMPARED = ImmutableMap.<String, String>builder()
            .put("cudn_test_4", "only VirtualMachines, which are no pods until KubeVirt starts some")
            .put("nad_test_16", "only VirtualMachines, and a network of their own")
            .put("nad_test_2", "only VirtualMachines, and a network of their own")
            .put("udn_and_vms_test_5", "only pods of VirtualMachineInstances, named after VirtualMachines there")
            .put("udn_with_vm_and_ingress_controller", "only a VirtualMachine, so the Service leads to no pod")
            .buildOrThrow();

    /** Answers that are meant to differ, each with the rule of Kubernetes. */
    private static final ImmutableMap<String, String> DEVIATIONS = ImmutableMap.of(
            "k8s_ingress_test_new",
            "an Ingress names a port of the Service (ServiceBackendPort); 8080 is none of it, only a targetPort",
            "anp_test_named_ports_multiple_peers",
            "the API refuses a rule with a named port beside networks (a validation rule of the CRD)",
            "anp_and_banp_using_networks_and_nodes_test",
            "a peer by nodes is the nodes' addresses, and the input holds no Node: unknown, not denied");

    @Test
    void lists_the_same_connections() throws IOException {
        compare("connlist", "expected-connlist.txt", NetpolAnalyzerConformanceTest::connections);
    }

    @Test
    void lists_the_same_exposure() throws IOException {
        compare("exposure", "expected-exposure.txt", NetpolAnalyzerConformanceTest::exposures);
    }

    /** What we say of a cluster, as lines. */
    private interface Answer {
        Stream<String> of(Network network);
    }

    private static Stream<String> connections(Network network) {
        return network.connections().stream().map(Connection::toString);
    }

    private static Stream<String> exposures(Network network) {
        Exposures exposures = network.connections().exposures();
        return Stream.of(
                        connections(network),
                        exposures.exposures().stream().map(Exposure::toString),
                        exposures.unprotected().stream().map(Exposures.Unprotected::toString))
                .flatMap(lines -> lines);
    }

    private static void compare(String suite, String golden, Answer answer) throws IOException {
        assumeTrue(Files.isDirectory(CASES), "no corpus at " + CASES + ": not compared");
        int compared = 0;
        List<String> unlisted = new ArrayList<>();
        Set<String> deviating = new TreeSet<>();
        Set<String> present = new TreeSet<>();
        for (Path folder : cases(golden)) {
            String name = folder.getFileName().toString();
            present.add(name);
            if (NOT_COMPARED.containsKey(name)) {
                continue;
            }
            compared++;
            ConnectionList theirs = ConnectionList.read(Files.readAllLines(folder.resolve(golden)));
            Network network =
                    Network.of(ClusterSnapshot.read(folder.resolve("input")).cluster(), CniProfile.NP_GUARD);
            ConnectionList ours = ConnectionList.read(answer.of(network).collect(Collectors.toList()))
                    .amongNetworksOf(theirs);
            if (!ours.lines().equals(theirs.lines())) {
                deviating.add(name);
                if (!DEVIATIONS.containsKey(name)) {
                    unlisted.add(name + ": missing " + Sets.difference(theirs.lines(), ours.lines()) + ", added "
                            + Sets.difference(ours.lines(), theirs.lines()));
                }
            }
        }
        System.out.printf(
                "conformance netpol-analyzer %s: compared %d, agree %d, deviations %d%n",
                suite, compared, compared - deviating.size(), deviating.size());
        assertThat(compared).isPositive();
        assertThat(unlisted).isEmpty();
        assertThat(Sets.difference(Sets.intersection(DEVIATIONS.keySet(), present), deviating))
                .as("listed, and yet they agree: take them off the list")
                .isEmpty();
    }

    private static List<Path> cases(String golden) throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.filter(folder -> Files.exists(folder.resolve(golden)))
                    .sorted()
                    .toList();
        }
    }
}
