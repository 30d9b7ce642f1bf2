package dev.postern.ingest;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.AuthorizationPolicy;

/** Which annotations are kept: those that decide something. All others, and the last-applied one, are passed over. */
final class Annotations {
    static final String SERVICE_ACCOUNT_NAME = "kubernetes.io/service-account.name";
    static final String INGRESS_CLASS = "kubernetes.io/ingress.class";
    static final String CALICO_METADATA = "projectcalico.org/metadata";
    static final String MIRROR = "kubernetes.io/config.mirror";
    static final String APP_ARMOR_PREFIX = "container.apparmor.security.beta.kubernetes.io/";
    static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    static final String SECCOMP_PREFIX = "container.seccomp.security.alpha.kubernetes.io/";

    private static final ImmutableSet<String> KEPT = ImmutableSet.of(
            SERVICE_ACCOUNT_NAME,
            "kubernetes.io/service-account.uid",
            "kubernetes.io/enforce-mountable-secrets",
            INGRESS_CLASS,
            MIRROR,
            "kubernetes.io/config.source",
            "kubernetes.io/config.hash",
            "rbac.authorization.kubernetes.io/autoupdate",
            // Whether a load balancer faces the internet.
            "service.beta.kubernetes.io/aws-load-balancer-internal",
            "service.beta.kubernetes.io/aws-load-balancer-scheme",
            "service.beta.kubernetes.io/azure-load-balancer-internal",
            "cloud.google.com/load-balancer-type",
            "networking.gke.io/load-balancer-type",
            "service.beta.kubernetes.io/openstack-internal-load-balancer",
            "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type",
            "service.beta.kubernetes.io/oci-load-balancer-internal",
            "oci.oraclecloud.com/load-balancer-internal",
            "oci-network-load-balancer.oraclecloud.com/internal",
            "load-balancer.hetzner.cloud/disable-public-network",
            "service.beta.kubernetes.io/do-loadbalancer-network",
            "service.beta.kubernetes.io/aws-load-balancer-type",
            "networking.istio.io/service-type",
            "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type",
            "service.kubernetes.io/qcloud-loadbalancer-internal-subnetid",
            "service.beta.kubernetes.io/load-balancer-source-ranges",
            "alb.ingress.kubernetes.io/scheme",
            "nginx.ingress.kubernetes.io/whitelist-source-range",
            "nginx.ingress.kubernetes.io/allowlist-source-range",
            "haproxy.router.openshift.io/ip_whitelist",
            "haproxy.router.openshift.io/ip_allowlist",
            // Whether an Ingress asks for credentials.
            "nginx.ingress.kubernetes.io/auth-type",
            "nginx.ingress.kubernetes.io/auth-url",
            "nginx.ingress.kubernetes.io/auth-tls-secret",
            "ingress.kubernetes.io/auth-type",
            "haproxy.org/auth-type",
            "alb.ingress.kubernetes.io/auth-type",
            "traefik.ingress.kubernetes.io/router.middlewares",
            // Whether a policy of Istio is only tried out.
            AuthorizationPolicy.DRY_RUN,
            // Whether a pod gets a proxy of Istio, and what goes past it.
            "sidecar.istio.io/inject",
            "traffic.sidecar.istio.io/includeInboundPorts",
            "traffic.sidecar.istio.io/excludeInboundPorts",
            // Which cloud identity a service account or pod has.
            "iam.amazonaws.com/role",
            "iam.gke.io/gcp-service-account",
            // Where Calico keeps the labels of what it stores.
            CALICO_METADATA,
            // Under which policy a pod was admitted.
            "kubernetes.io/psp",
            "openshift.io/scc");

    private static final ImmutableSet<String> KEPT_PREFIXES =
            ImmutableSet.of("eks.amazonaws.com/", "azure.workload.identity/", "openshift.io/sa.scc.", "postern.dev/");

    private Annotations() {}

    static boolean isKept(String key) {
        return KEPT.contains(key) || KEPT_PREFIXES.stream().anyMatch(key::startsWith);
    }

    /** Whether the annotation says how a container of a pod is confined, as was done before there were fields for it. */
    static boolean isProfile(String key) {
        return key.startsWith(APP_ARMOR_PREFIX) || key.startsWith(SECCOMP_PREFIX) || key.equals(SECCOMP_POD);
    }
}
