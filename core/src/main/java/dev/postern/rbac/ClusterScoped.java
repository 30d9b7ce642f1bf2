package dev.postern.rbac;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;

/** Which built-in resources belong to no namespace. Source: {@code kubectl api-resources --namespaced=false}, v1.36. */
final class ClusterScoped {
    private static final ImmutableSet<String> RESOURCES = ImmutableSet.of(
            // Requests on a Namespace object carry its name as their namespace: namespaces are treated apart (E7).
            "/nodes",
            "/persistentvolumes",
            "/componentstatuses",
            "/users",
            "/groups",
            "admissionregistration.k8s.io/mutatingwebhookconfigurations",
            "admissionregistration.k8s.io/validatingwebhookconfigurations",
            "admissionregistration.k8s.io/mutatingadmissionpolicies",
            "admissionregistration.k8s.io/mutatingadmissionpolicybindings",
            "admissionregistration.k8s.io/validatingadmissionpolicies",
            "admissionregistration.k8s.io/validatingadmissionpolicybindings",
            "apiextensions.k8s.io/customresourcedefinitions",
            "apiregistration.k8s.io/apiservices",
            "authentication.k8s.io/selfsubjectreviews",
            "authentication.k8s.io/tokenreviews",
            "authentication.k8s.io/uids",
            "authentication.k8s.io/userextras",
            "authorization.k8s.io/selfsubjectaccessreviews",
            "authorization.k8s.io/selfsubjectrulesreviews",
            "authorization.k8s.io/subjectaccessreviews",
            "certificates.k8s.io/certificatesigningrequests",
            "certificates.k8s.io/clustertrustbundles",
            "certificates.k8s.io/signers",
            "flowcontrol.apiserver.k8s.io/flowschemas",
            "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations",
            "internal.apiserver.k8s.io/storageversions",
            "networking.k8s.io/ingressclasses",
            "networking.k8s.io/ipaddresses",
            "networking.k8s.io/servicecidrs",
            "node.k8s.io/runtimeclasses",
            "policy/podsecuritypolicies",
            "rbac.authorization.k8s.io/clusterrolebindings",
            "rbac.authorization.k8s.io/clusterroles",
            "resource.k8s.io/deviceclasses",
            "resource.k8s.io/devicetaintrules",
            "resource.k8s.io/resourceslices",
            "scheduling.k8s.io/priorityclasses",
            "storage.k8s.io/csidrivers",
            "storage.k8s.io/csinodes",
            "storage.k8s.io/storageclasses",
            "storage.k8s.io/volumeattachments",
            "storage.k8s.io/volumeattributesclasses",
            "storagemigration.k8s.io/storageversionmigrations");

    /** By group: a lookup makes no string. */
    private static final ImmutableSetMultimap<String, String> BY_GROUP = RESOURCES.stream()
            .collect(ImmutableSetMultimap.toImmutableSetMultimap(
                    name -> name.substring(0, name.indexOf('/')), name -> name.substring(name.indexOf('/') + 1)));

    private ClusterScoped() {}

    static boolean is(String apiGroup, String resource) {
        return BY_GROUP.containsEntry(apiGroup, resource);
    }
}
