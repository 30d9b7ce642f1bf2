package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.model.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What network plugins do where the NetworkPolicy API leaves them a choice, or where they depart from it. One line is
 * one plugin; {@link #KUBERNETES} is the API reference and its e2e suite and is taken where nothing is said.
 *
 * <p>What all of them agree on is not here: policy sees the address and port behind a Service, not the Service's own; a
 * pod always reaches its own address, where it sends to that.
 */
public enum CniProfile {
    //            name              ipBlock matches    hostNetwork pods    selectors of pods    a pod that reaches
    //                              pods   nodes                           in admin policies    itself by its Service
    //                                                                     required
    /**
     * Three e2e tests put the addresses of pods into blocks ("should ... CIDR"). Whether policy stops a pod that reaches
     * itself by its Service is not defined (kubernetes-sigs/network-policy-api #343), and the e2e suite does not ask.
     */
    KUBERNETES("kubernetes", true, true, HostPods.NODE, true, Hairpin.UNDEFINED),
    /** netpol-analyzer: blocks are what is outside the cluster, it does not read {@code hostNetwork}, nor ask for what the API requires. */
    NP_GUARD("np-guard", false, true, HostPods.ORDINARY, false, Hairpin.UNDEFINED),
    /** A pod on the host network is no workload endpoint of Calico (projectcalico/calico #4493, #4667). */
    CALICO("calico", true, true, HostPods.NODE, true, Hairpin.UNDEFINED),
    /**
     * CIDRs are for what Cilium does not manage; nodes count as managed unless {@code policy-cidr-match-mode} says nodes
     * (Cilium's documentation, "Caveats" and "IP/CIDR based"). {@code bpf_lxc.c} skips policy where an endpoint reaches
     * itself by a Service.
     */
    CILIUM("cilium", false, false, HostPods.NODE, true, Hairpin.PASSES),
    /**
     * Traffic of the host network belongs to a namespace labelled {@code
     * policy-group.network.openshift.io/host-network}, which a peer takes in with {@code podSelector: {}} beside its
     * namespaceSelector (OpenShift's documentation, "About network policy"). {@code addHairpinAllowACL} lets the source
     * address of hairpin traffic in and out.
     */
    OVN_KUBERNETES("ovn-kubernetes", true, true, HostPods.LABELLED, true, Hairpin.PASSES);

    /** What selectors make of pods on the host network. */
    enum HostPods {
        /** They are their node: no policy binds them, no selector matches them. */
        NODE,
        /** They are pods like any other. */
        ORDINARY,
        /** No policy binds them; selectors match them as part of a namespace of the plugin's own. */
        LABELLED
    }

    /** What becomes of a pod that reaches itself by its Service, where policy binds it. */
    enum Hairpin {
        /** It passes. */
        PASSES,
        /** Nobody says, nor by which address policy would see it. */
        UNDEFINED
    }

    private final String id;
    private final boolean blocksMatchPods;
    private final boolean blocksMatchNodes;
    private final HostPods hostPods;
    private final boolean selectorsRequired;
    private final Hairpin hairpin;

    CniProfile(
            String id,
            boolean blocksMatchPods,
            boolean blocksMatchNodes,
            HostPods hostPods,
            boolean selectorsRequired,
            Hairpin hairpin) {
        this.id = id;
        this.blocksMatchPods = blocksMatchPods;
        this.blocksMatchNodes = blocksMatchNodes;
        this.hostPods = hostPods;
        this.selectorsRequired = selectorsRequired;
        this.hairpin = hairpin;
    }

    /** The name that people write: {@code kubernetes}, {@code np-guard}, {@code calico}, {@code cilium}, {@code ovn-kubernetes}. */
    public String id() {
        return id;
    }

    /**
     * Reads a name, in any case.
     *
     * @throws IllegalArgumentException if no profile is called so
     */
    public static CniProfile parse(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(profile -> profile.id.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no profile is called \"" + Printable.of(text, 40)
                        + "\": write one of "
                        + Arrays.stream(values()).map(CniProfile::id).collect(Collectors.joining(", "))));
    }

    /**
     * The profile of a cluster that no option names one for: that of the plugin which facts name; else of the one that is
     * recognised ({@link Enforcement}), and of two that of which there are policies; else, where nothing is recognised, that of
     * Calico or Cilium if there are policies of its own kinds, and of one of them alone; else that of Kubernetes. O(pods +
     * ConfigMaps).
     */
    public static CniProfile of(Cluster cluster) {
        Optional<Enforcement.Said> said = Enforcement.said(cluster);
        if (said.isPresent()) {
            return said.get().profile();
        }
        String plugins = NetworkPlugins.find(cluster).plugin();
        List<CniProfile> known = recognised(plugins);
        boolean ofCalico = ofCalico(cluster);
        boolean ofCilium = ofCilium(cluster);
        if (ofCilium && known.contains(CILIUM)) {
            return CILIUM;
        } else if (ofCalico && known.contains(CALICO)) {
            return CALICO;
        } else if (known.size() == 1) {
            return known.get(0);
        }
        return !plugins.isEmpty() || ofCalico == ofCilium ? KUBERNETES : ofCalico ? CALICO : CILIUM;
    }

    private static List<CniProfile> recognised(String plugins) {
        return Arrays.stream(values())
                .filter(profile -> profile.plugin().filter(plugins::contains).isPresent())
                .toList();
    }

    /** Whether the input says anything that {@link #of} goes by. */
    public static boolean isTold(Cluster cluster) {
        return Enforcement.said(cluster).isPresent()
                || ofCalico(cluster)
                || ofCilium(cluster)
                || !NetworkPlugins.find(cluster).plugin().isEmpty();
    }

    private static boolean ofCalico(Cluster cluster) {
        return cluster.calicoPolicies().stream().anyMatch(policy -> !policy.isStaged());
    }

    private static boolean ofCilium(Cluster cluster) {
        return !cluster.ciliumPolicies().isEmpty();
    }

    /** The plugin as {@link Enforcement#plugin} calls it; empty for what is a view and no plugin. */
    Optional<String> plugin() {
        switch (this) {
            case CALICO:
                return Optional.of("Calico");
            case CILIUM:
                return Optional.of("Cilium");
            case OVN_KUBERNETES:
                return Optional.of("OVN-Kubernetes");
            default:
                return Optional.empty();
        }
    }

    boolean blocksMatchPods() {
        return blocksMatchPods;
    }

    boolean blocksMatchNodes() {
        return blocksMatchNodes;
    }

    HostPods hostPods() {
        return hostPods;
    }

    Hairpin hairpin() {
        return hairpin;
    }

    /** Whether an admin policy is refused that lacks a selector which the API requires; else it is empty. */
    boolean selectorsRequired() {
        return selectorsRequired;
    }
}
