package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the network policies of a cluster though the API server takes them: policies for nobody, rules that match
 * nobody or never fire, ports that do not exist, namespaces that are open, policies that nothing enforces. Policies that the
 * API server refuses are among {@link Network#diagnostics}.
 *
 * <p>Exact over the pods and templates of the input: taking away a rule that is said to be redundant, or never to fire, changes
 * no verdict. Not every such rule is found: one that only several others make up for together is not.
 */
public final class NetworkLint {
    private static final String CILIUM = "Cilium";

    private NetworkLint() {}

    /**
     * Looks at every policy in force, the gravest findings first. Takes time as for the rows of the network: nothing is
     * compared but what binds one and the same pod.
     */
    public static ImmutableList<NetworkFinding> of(Network network) {
        return of(network, Enforcement.of(network.cluster()));
    }

    /** As {@link #of(Network)}, where more is known of who enforces policies than the cluster tells. */
    public static ImmutableList<NetworkFinding> of(Network network, Enforcement enforcement) {
        CompiledPolicies compiled = network.compiled();
        List<NetworkFinding> findings = new ArrayList<>();
        findings.addAll(new PolicyEnds(network.cluster(), compiled).find());
        for (Direction direction : Direction.values()) {
            findings.addAll(new RuleOrder(compiled, network.flows(), direction).find());
        }
        findings.addAll(new UnheardPorts(network).find());
        findings.addAll(new OpenNamespaces(network).find());
        if (compiled.policies().stream().anyMatch(policy -> policy.tier().equals(Tier.MESH))
                || !network.cluster().peerAuthentications().isEmpty()) {
            findings.addAll(new IstioLint(network).find());
        }
        // Proxies enforce theirs themselves.
        ImmutableList<Policy> ofPlugin = compiled.policies().stream()
                .filter(policy -> !policy.tier().equals(Tier.MESH))
                .collect(ImmutableList.toImmutableList());
        if (!ofPlugin.isEmpty()) {
            findings.addAll(enforcement(network, enforcement, ofPlugin));
        }
        return findings.stream().distinct().sorted().collect(ImmutableList.toImmutableList());
    }

    /** Policies of one plugin where another one is found. */
    private static List<NetworkFinding> ofAnother(Enforcement enforcement, ImmutableList<Policy> policies) {
        ImmutableList<ObjectRef> others = policies.stream()
                .map(Policy::ref)
                .filter(ref ->
                        ref.kind().startsWith(CILIUM) && !enforcement.plugin().contains(CILIUM))
                .distinct()
                .collect(ImmutableList.toImmutableList());
        return others.isEmpty()
                ? List.of()
                : List.of(new NetworkFinding(
                        NetworkFindingKind.NOT_ENFORCED,
                        Severity.WARNING,
                        enforcement.evidence().get(enforcement.evidence().size() - 1),
                        (others.size() == 1 ? others.get(0) + " is" : others.size() + " policies of " + CILIUM + " are")
                                + " there, and " + enforcement.plugin() + " does not enforce "
                                + (others.size() == 1 ? "it" : "them"),
                        enforcement.evidence()));
    }

    private static List<NetworkFinding> enforcement(
            Network network, Enforcement enforcement, ImmutableList<Policy> policies) {
        if (enforcement.status() == Enforcement.Status.ENFORCED) {
            return ofAnother(enforcement, policies);
        }
        long all = policies.stream().map(Policy::ref).distinct().count();
        String count = all == 1 ? "1 policy is" : all + " policies are";
        if (enforcement.status() == Enforcement.Status.NOT_ENFORCED) {
            return List.of(new NetworkFinding(
                    NetworkFindingKind.NOT_ENFORCED,
                    Severity.WARNING,
                    enforcement.evidence().get(enforcement.evidence().size() - 1),
                    count + " there, and " + enforcement.plugin() + " does not enforce them as it is set up here",
                    enforcement.evidence()));
        }
        Evidence first = Evidence.byDefault(policies.get(0).ref(), "", "is taken whether or not anything enforces it");
        return List.of(new NetworkFinding(
                NetworkFindingKind.ENFORCEMENT_UNPROVEN,
                network.cluster().isComplete("DaemonSet") ? Severity.WARNING : Severity.INFO,
                enforcement.evidence().stream().findFirst().orElse(first),
                count + " there, but no network plugin in the input that is known to enforce them",
                enforcement.evidence()));
    }
}
