package dev.postern.architecture;

import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;

/** What an attack rule must not do itself: read the fields whose meaning belongs to one of the authorities. */
final class OneAuthority {
    /** Types of the model that consist of nothing but such fields: any use of them is an interpretation. */
    private static final ImmutableSet<String> JUDGED_TYPES = ImmutableSet.of(
            "AdmissionPolicy",
            "PolicyRule",
            "WebhookRule",
            "LabelSelector",
            "LabelRequirement",
            "NodeSelectorTerm",
            "AdminPolicy",
            "AdminPolicyRule",
            "AdminPolicyPeer",
            "AdminPolicyPort",
            "AuthorizationPolicy",
            "AuthorizationRule",
            "AuthorizationCheck",
            "PeerAuthentication",
            "CalicoEntity",
            "CalicoNetworkSet",
            "CalicoPolicy",
            "CalicoPort",
            "CalicoProtocol",
            "CalicoRule",
            "CalicoSelector",
            "CalicoTier",
            "CiliumPolicy",
            "CiliumSpec",
            "CiliumRule",
            "CiliumPeers",
            "CiliumPortRule",
            "CiliumPort",
            "CiliumIcmp",
            "CiliumCidrRule",
            "CiliumCidrGroup",
            "NetworkPolicy",
            "NetworkPolicyRule",
            "NetworkPolicyPeer",
            "NetworkPolicyPort",
            "IpBlock",
            "PodPolicy",
            "PodSecurityContext",
            "SecurityContext",
            "SeLinuxOptions");

    /** Accessors of other types of the model that lead there. */
    private static final ImmutableSet<String> JUDGED_FIELDS = ImmutableSet.of(
            "verbs",
            "resources",
            "apiGroups",
            "resourceNames",
            "nonResourceURLs",
            "rules",
            "aggregationSelectors",
            "selector",
            "podSelector",
            "namespaceSelector",
            "objectSelector",
            "matchConditions",
            "nodeSelector",
            "nodeAffinity",
            "matchLabels",
            "matchExpressions",
            "securityContext",
            "privileged",
            "capabilitiesAdd",
            "capabilitiesDrop",
            "hostPID",
            "hostIPC",
            "hostNetwork",
            "hostUsers");

    private OneAuthority() {}

    static DescribedPredicate<JavaAccess<?>> interpretsTheModel(String root) {
        return DescribedPredicate.describe(
                "interprets a field that belongs to an authority", access -> isInterpretation(root, access));
    }

    private static boolean isInterpretation(String root, JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        if (!Layers.isIn(owner.getPackageName(), root + ".model")) {
            return false;
        }
        return JUDGED_TYPES.contains(owner.getSimpleName())
                || (!(access instanceof JavaConstructorCall) && JUDGED_FIELDS.contains(access.getName()));
    }
}
