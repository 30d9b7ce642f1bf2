package dev.postern.ingest;

import com.google.common.collect.ImmutableSet;

/** What looks like protection and is none where, or since, it is written; and what is one that is not evaluated. */
final class VoidMarks {
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";
    private static final ImmutableSet<String> MODES = ImmutableSet.of("enforce", "audit", "warn");
    private static final ImmutableSet<String> ISOLATION =
            ImmutableSet.of("net.alpha.kubernetes.io/network-isolation", "net.beta.kubernetes.io/network-policy");

    /** The API group of the NetworkPolicy of Kubernetes 1.2, which was a ThirdPartyResource. */
    private static final String ALPHA_POLICY = "net.alpha.kubernetes.io";

    static final String LEGACY_POLICY =
            "this is the NetworkPolicy of Kubernetes 1.2, which no API server serves and nothing enforces: it is ignored."
                    + " Write it anew as networking.k8s.io/v1";

    private static final String MULTI_POLICY = "MultiNetworkPolicy";
    private static final String MULTI_POLICY_GROUP = "k8s.cni.cncf.io/";

    static final String OTHER_NETWORKS =
            "this MultiNetworkPolicy binds pods in networks beside the cluster's own, which are not evaluated: no verdict here"
                    + " is about them, and it changes none. Look at it by hand";

    private static final String HOST_ENDPOINT = "HostEndpoint";
    private static final ImmutableSet<String> CALICO_GROUPS =
            ImmutableSet.of("projectcalico.org/", "crd.projectcalico.org/");

    static final String HOST_ENDPOINTS =
            "this HostEndpoint puts interfaces of a node under policies of Calico, which is not evaluated: what nodes and pods on"
                    + " their networks send and take in is judged as if it were not there. Look at it by hand";

    private VoidMarks() {}

    /** Reports the label here if it is one of Pod Security admission, which reads Namespaces only. */
    static void podSecurityLabel(Values in) {
        String key = in.key();
        if (!key.startsWith(POD_SECURITY)) {
            return;
        }
        String mode = key.substring(POD_SECURITY.length());
        String level = mode.endsWith("-version") ? mode.substring(0, mode.length() - "-version".length()) : mode;
        if (MODES.contains(level)) {
            in.warning(
                    "security-label-misplaced",
                    "has no effect here: Pod Security admission reads the labels of Namespaces only. Write it on the"
                            + " Namespace");
        }
    }

    /** Reports the annotation here if it once isolated a namespace. */
    static void isolation(Values in) {
        if (ISOLATION.contains(in.key())) {
            in.warning(
                    "legacy-network-isolation",
                    "has no effect: API servers ignore it since v1.7. What isolates pods is a NetworkPolicy that selects"
                            + " them");
        }
    }

    /** Whether that is a policy about secondary networks. */
    static boolean isOfOtherNetworks(String apiVersion, String kind) {
        return kind.equals(MULTI_POLICY) && apiVersion.startsWith(MULTI_POLICY_GROUP);
    }

    /** Whether that puts a node under policies. */
    static boolean isOfNodes(String apiVersion, String kind) {
        return kind.equals(HOST_ENDPOINT) && CALICO_GROUPS.stream().anyMatch(apiVersion::startsWith);
    }

    /** Whether that is a policy of a time before the API had one. */
    static boolean isLegacyPolicy(String apiVersion, String kind) {
        return kind.equals("NetworkPolicy") && apiVersion.startsWith(ALPHA_POLICY + "/");
    }
}
