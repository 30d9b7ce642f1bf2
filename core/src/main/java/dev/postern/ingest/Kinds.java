package dev.postern.ingest;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoTier;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Gateway;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PodPolicy;
import dev.postern.model.PolicyExemption;
import dev.postern.model.WebhookConfiguration;
import java.util.Arrays;
import java.util.Optional;

/** The kinds that are read, in which API groups they live and lived, and their readers. */
final class Kinds {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String NETWORKING = "networking.k8s.io";
    private static final String NETWORK_TIERS = "policy.networking.k8s.io";
    private static final String DISCOVERY = "discovery.k8s.io";
    private static final String CALICO = "projectcalico.org";
    private static final String CALICO_STORED = "crd.projectcalico.org";

    /**
     * A kind that is read.
     *
     * @param current the apiVersion of today
     * @param served others that servers of today know as well, of the same meaning
     * @param retired the apiVersions it had before, of the same meaning
     */
    record Kind(
            String name,
            boolean namespaced,
            String current,
            ImmutableSet<String> served,
            ImmutableSet<String> retired,
            KindReader reader) {
        Kind(String name, boolean namespaced, String current, ImmutableSet<String> retired, KindReader reader) {
            this(name, namespaced, current, ImmutableSet.of(), retired, reader);
        }
    }

    /** Many things are called that: one that does not say whose it is, is nobody's. */
    private static final ImmutableSet<String> COMMON_NAMES = ImmutableSet.of(
            AbacPolicyReader.KIND,
            CalicoTier.KIND,
            ClusterFacts.KIND,
            "ClusterPolicy",
            PolicyExemption.CONFIG,
            "Gateway",
            "Route");

    private static final ImmutableSet<String> NAMESAKES =
            ImmutableSet.of(CalicoPolicy.NAMESPACED, PolicyExemption.CEL_EXCEPTION);

    private static final ImmutableMap<String, Kind> KINDS = kinds();

    private Kinds() {}

    private static ImmutableMap<String, Kind> kinds() {
        ImmutableMap.Builder<String, Kind> kinds = ImmutableMap.builder();
        clusterScoped(kinds, "Namespace", "v1", NamespaceReader::read);
        clusterScoped(kinds, "Node", "v1", NodeReader::read);
        clusterScoped(kinds, "PersistentVolume", "v1", PersistentVolumeReader::read);
        for (String kind : new String[] {"ClusterRole", "ClusterRoleBinding"}) {
            KindReader reader = kind.equals("ClusterRole") ? RoleReader::read : RoleBindingReader::read;
            clusterScoped(kinds, kind, RBAC + "/v1", reader, RBAC + "/v1alpha1", RBAC + "/v1beta1");
        }
        String admission = "admissionregistration.k8s.io";
        for (String kind : new String[] {WebhookConfiguration.MUTATING, WebhookConfiguration.VALIDATING}) {
            clusterScoped(kinds, kind, admission + "/v1", WebhookConfigurationReader::read, admission + "/v1beta1");
        }
        clusterScoped(
                kinds,
                "ValidatingAdmissionPolicy",
                admission + "/v1",
                ValidatingPolicyReader::policy,
                admission + "/v1alpha1",
                admission + "/v1beta1");
        clusterScoped(
                kinds,
                "ValidatingAdmissionPolicyBinding",
                admission + "/v1",
                ValidatingPolicyReader::binding,
                admission + "/v1alpha1",
                admission + "/v1beta1");
        clusterScoped(
                kinds,
                "ClusterPolicy",
                KyvernoReader.GROUP + "/v1",
                KyvernoReader::read,
                KyvernoReader.GROUP + "/v2beta1");
        clusterScoped(kinds, AdminPolicy.ADMIN, NETWORK_TIERS + "/v1alpha1", AdminPolicyReader::read);
        clusterScoped(kinds, AdminPolicy.BASELINE, NETWORK_TIERS + "/v1alpha1", AdminPolicyReader::read);
        clusterScoped(kinds, AdminPolicy.CLUSTER, NETWORK_TIERS + "/v1alpha2", AdminPolicyReader::read);
        calico(kinds, CalicoPolicy.GLOBAL, false, CalicoPolicyReader::read);
        calico(kinds, CalicoPolicy.STAGED_GLOBAL, false, CalicoPolicyReader::read);
        calico(kinds, CalicoTier.KIND, false, CalicoTierReader::read);
        calico(kinds, CalicoNetworkSet.GLOBAL, false, CalicoNetworkSetReader::read);
        for (String kind : new String[] {"Assign", "AssignImage", "ModifySet"}) {
            existing(kinds, "mutations.gatekeeper.sh", kind);
        }
        existing(kinds, admission, "MutatingAdmissionPolicy", "v1alpha1", "v1beta1");
        existing(kinds, admission, "MutatingAdmissionPolicyBinding", "v1alpha1", "v1beta1");
        existing(kinds, "apiregistration.k8s.io", "APIService", "v1beta1");
        existing(kinds, "apiextensions.k8s.io", "CustomResourceDefinition", "v1beta1");
        existing(kinds, "storage.k8s.io", "StorageClass", "v1beta1");
        existing(kinds, "storage.k8s.io", "CSIDriver", "v1beta1");
        existing(kinds, "snapshot.storage.k8s.io", "VolumeSnapshotContent", "v1beta1");
        namespaced(kinds, "Role", RBAC + "/v1", RoleReader::read, RBAC + "/v1alpha1", RBAC + "/v1beta1");
        namespaced(kinds, "RoleBinding", RBAC + "/v1", RoleBindingReader::read, RBAC + "/v1alpha1", RBAC + "/v1beta1");
        namespaced(kinds, "ServiceAccount", "v1", ServiceAccountReader::read);
        namespaced(kinds, "Secret", "v1", SecretReader::read);
        namespaced(kinds, "ConfigMap", "v1", ConfigMapReader::read);
        namespaced(kinds, "ResourceQuota", "v1", ResourceQuotaReader::read);
        namespaced(
                kinds,
                PolicyExemption.CONFIG,
                PolicyExemptionReader.CONFIG_GROUP + "/v1alpha1",
                PolicyExemptionReader::config);
        namespaced(kinds, PolicyExemption.EXCEPTION, KyvernoReader.GROUP + "/v2", PolicyExemptionReader::exception);
        kyvernoCel(kinds, PolicyExemption.CEL_EXCEPTION, true, CelExceptionReader::read);
        Arrays.stream(KyvernoPolicyKind.values())
                .filter(KyvernoPolicyKind::isCel)
                .forEach(
                        kind -> kyvernoCel(kinds, kind.kind(), kind.isNamespaced(), ValidatingPolicyReader::ofKyverno));
        namespaced(kinds, "PersistentVolumeClaim", "v1", PersistentVolumeReader::readClaim);
        namespaced(kinds, "Pod", "v1", PodReader::read);
        namespaced(kinds, "ReplicationController", "v1", WorkloadReader::read);
        String[] apps = {"apps/v1beta1", "apps/v1beta2", "extensions/v1beta1"};
        namespaced(kinds, "Deployment", "apps/v1", WorkloadReader::read, apps);
        namespaced(kinds, "ReplicaSet", "apps/v1", WorkloadReader::read, apps);
        namespaced(kinds, "StatefulSet", "apps/v1", WorkloadReader::read, apps);
        namespaced(kinds, "DaemonSet", "apps/v1", WorkloadReader::read, apps);
        namespaced(kinds, "Job", "batch/v1", WorkloadReader::read, "extensions/v1beta1");
        namespaced(kinds, "CronJob", "batch/v1", WorkloadReader::read, "batch/v1beta1", "batch/v2alpha1");
        namespaced(kinds, "Service", "v1", ServiceReader::read);
        namespaced(kinds, "Endpoints", "v1", EndpointsReader::read);
        namespaced(
                kinds,
                "EndpointSlice",
                DISCOVERY + "/v1",
                EndpointSliceReader::read,
                DISCOVERY + "/v1alpha1",
                DISCOVERY + "/v1beta1");
        namespaced(
                kinds,
                "Ingress",
                NETWORKING + "/v1",
                IngressReader::read,
                NETWORKING + "/v1beta1",
                "extensions/v1beta1");
        namespaced(kinds, "NetworkPolicy", NETWORKING + "/v1", NetworkPolicyReader::read, "extensions/v1beta1");
        calico(kinds, CalicoPolicy.NAMESPACED, true, CalicoPolicyReader::read);
        calico(kinds, CalicoPolicy.STAGED_NAMESPACED, true, CalicoPolicyReader::read);
        calico(kinds, CalicoPolicy.STAGED_KUBERNETES, true, CalicoPolicyReader::read);
        calico(kinds, CalicoNetworkSet.NAMESPACED, true, CalicoNetworkSetReader::read);
        namespaced(kinds, "Route", "route.openshift.io/v1", OpenShiftRouteReader::read, "v1");
        istio(kinds, AuthorizationPolicy.KIND, AuthorizationPolicyReader::read);
        istio(kinds, PeerAuthentication.KIND, PeerAuthenticationReader::read);
        String cilium = "cilium.io/v2";
        namespaced(kinds, CiliumPolicy.NAMESPACED, cilium, CiliumPolicyReader::read);
        clusterScoped(kinds, CiliumPolicy.CLUSTERWIDE, cilium, CiliumPolicyReader::read);
        ImmutableSet<String> alpha = ImmutableSet.of("cilium.io/v2alpha1");
        kinds.put(
                CiliumCidrGroup.KIND,
                new Kind(CiliumCidrGroup.KIND, false, cilium, alpha, ImmutableSet.of(), CiliumPolicyReader::group));
        gatewayApi(kinds, "GatewayClass", false, GatewayClassReader::read);
        gatewayApi(kinds, "Gateway", true, GatewayReader::read);
        gatewayApi(kinds, "ReferenceGrant", true, ReferenceGrantReader::read);
        for (String kind : new String[] {"HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"}) {
            gatewayApi(kinds, kind, true, GatewayRouteReader::read);
        }
        clusterScoped(kinds, PodPolicy.POLICY, "policy/v1beta1", PodPolicyReader::policy, "extensions/v1beta1");
        clusterScoped(kinds, PodPolicy.CONSTRAINTS, "security.openshift.io/v1", PodPolicyReader::constraints, "v1");
        clusterScoped(
                kinds,
                PodSecurityDefaultsReader.ALL_PLUGINS,
                "apiserver.config.k8s.io/v1",
                PodSecurityDefaultsReader::ofAllPlugins,
                "apiserver.config.k8s.io/v1alpha1",
                "apiserver.k8s.io/v1alpha1");
        String podSecurity = "pod-security.admission.config.k8s.io";
        clusterScoped(
                kinds,
                PodSecurityDefaultsReader.OWN,
                podSecurity + "/v1",
                PodSecurityDefaultsReader::own,
                podSecurity + "/v1alpha1",
                podSecurity + "/v1beta1");
        clusterScoped(kinds, ClusterFacts.KIND, ClusterFactsReader.VERSION, ClusterFactsReader::read);
        clusterScoped(kinds, AbacPolicyReader.KIND, AbacPolicyReader.VERSION, AbacPolicyReader::read);
        clusterScoped(kinds, AbacPolicyReader.UNVERSIONED_KIND, AbacPolicyReader.UNVERSIONED, AbacPolicyReader::read);
        return kinds.buildOrThrow();
    }

    private static void clusterScoped(
            ImmutableMap.Builder<String, Kind> kinds, String name, String current, KindReader reader, String... old) {
        kinds.put(name, new Kind(name, false, current, ImmutableSet.copyOf(old), reader));
    }

    /** A cluster-scoped kind of which only the names matter. */
    private static void existing(
            ImmutableMap.Builder<String, Kind> kinds, String apiGroup, String name, String... oldVersions) {
        String[] old = Arrays.stream(oldVersions)
                .map(version -> apiGroup + "/" + version)
                .toArray(String[]::new);
        clusterScoped(kinds, name, apiGroup + "/v1", ClusterObjectReader::read, old);
    }

    /** Custom resources, which a server serves in as many versions as were installed; the first of all had other fields. */
    private static void gatewayApi(
            ImmutableMap.Builder<String, Kind> kinds, String name, boolean namespaced, KindReader reader) {
        ImmutableSet<String> served =
                ImmutableSet.of(Gateway.GROUP + "/v1alpha2", Gateway.GROUP + "/v1alpha3", Gateway.GROUP + "/v1beta1");
        kinds.put(name, new Kind(name, namespaced, Gateway.GROUP + "/v1", served, ImmutableSet.of(), reader));
    }

    private static void kyvernoCel(
            ImmutableMap.Builder<String, Kind> kinds, String name, boolean namespaced, KindReader reader) {
        String group = KyvernoPolicyKind.CEL_GROUP;
        ImmutableSet<String> served = ImmutableSet.of(group + "/v1alpha1", group + "/v1beta1");
        kinds.put(name, new Kind(name, namespaced, group + "/v1", served, ImmutableSet.of(), reader));
    }

    private static void istio(ImmutableMap.Builder<String, Kind> kinds, String name, KindReader reader) {
        String group = "security.istio.io";
        ImmutableSet<String> served = ImmutableSet.of(group + "/v1beta1");
        kinds.put(name, new Kind(name, true, group + "/v1", served, ImmutableSet.of(), reader));
    }

    /** What Calico's own server serves, and the custom resources that it, or Kubernetes' server alone, stores. */
    private static void calico(
            ImmutableMap.Builder<String, Kind> kinds, String name, boolean namespaced, KindReader reader) {
        ImmutableSet<String> stored = ImmutableSet.of(CALICO_STORED + "/v1");
        kinds.put(name, new Kind(name, namespaced, CALICO + "/v3", stored, ImmutableSet.of(), reader));
    }

    private static void namespaced(
            ImmutableMap.Builder<String, Kind> kinds, String name, String current, KindReader reader, String... old) {
        kinds.put(name, new Kind(name, true, current, ImmutableSet.copyOf(old), reader));
    }

    /** The kind of that name if it is read in that API group, in whatever version; an empty apiVersion is no obstacle. */
    static Optional<Kind> find(String apiVersion, String kind) {
        if (group(apiVersion).equals(AdmissionPolicyReader.CONSTRAINTS)) {
            return Optional.of(new Kind(kind, false, apiVersion, ImmutableSet.of(), AdmissionPolicyReader::constraint));
        }
        if (kind.equals(AbacPolicyReader.KIND) && group(apiVersion).equals(KyvernoReader.GROUP)) {
            return Optional.of(new Kind(kind, true, apiVersion, ImmutableSet.of(), KyvernoReader::read));
        }
        String group = group(apiVersion);
        Kind known = KINDS.get(ofGroup(group, kind));
        if (known == null || NAMESAKES.contains(kind)) {
            return Optional.empty();
        }
        boolean ours = apiVersion.isEmpty() && !COMMON_NAMES.contains(known.name())
                || group.equals(group(known.current()))
                || known.served().stream().anyMatch(served -> group.equals(group(served)))
                || known.retired().contains(apiVersion);
        return ours ? Optional.of(known) : Optional.empty();
    }

    /** A kind that has the name of another is known by its group too. */
    private static String ofGroup(String group, String kind) {
        if (kind.equals("NetworkPolicy") && (group.equals(CALICO) || group.equals(CALICO_STORED))) {
            return CalicoPolicy.NAMESPACED;
        }
        boolean cel = kind.equals(PolicyExemption.EXCEPTION) && group.equals(KyvernoPolicyKind.CEL_GROUP);
        return cel ? PolicyExemption.CEL_EXCEPTION : kind;
    }

    /**
     * {@code Deployment}, or {@code Service.serving.knative.dev} for a kind of a group that is not read, and for one that has
     * the name of another.
     */
    static String nameOf(String apiVersion, String kind) {
        String group = group(apiVersion);
        String unread = group.isEmpty() ? kind : kind + "." + group;
        return find(apiVersion, kind).map(Kind::name).orElse(unread);
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
