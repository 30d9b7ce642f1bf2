package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises the pods of the common controllers of Ingresses, Gateways and OpenShift's Routes, by the labels their own
 * manifests and charts set or by image; which ingress classes they usually serve, and which GatewayClasses.
 */
enum IngressController {
    NGINX(
            "nginx",
            List.of("ingress-nginx", "nginx-ingress", "nginx-ingress-controller"),
            List.of("ingress-nginx/controller", "nginx-ingress-controller", "nginx/nginx-ingress")),
    NGINX_GATEWAY(
            "nginx",
            List.of(),
            List.of("nginx-gateway-fabric/nginx", "nginx-gateway-fabric/nginx-plus"),
            "gateway.nginx.org"),
    TRAEFIK("traefik", List.of("traefik"), List.of("traefik"), "traefik.io"),
    HAPROXY(
            "haproxy",
            List.of("haproxy-ingress", "kubernetes-ingress", "haproxy-ingress-controller"),
            List.of("haproxytech/kubernetes-ingress", "haproxy-ingress"),
            "haproxy-ingress.github.io"),
    CONTOUR("contour", List.of("contour"), List.of(), "projectcontour.io"),
    KONG("kong", List.of("kong", "ingress-kong"), List.of("kong/kong-gateway"), "konghq.com"),
    ISTIO("istio", List.of("istio-ingressgateway", "istio-ingress"), List.of(), "istio.io", "openshift.io"),
    AMBASSADOR("ambassador", List.of("emissary-ingress", "ambassador"), List.of("emissary", "datawire/aes")),
    APISIX("apisix", List.of("apisix"), List.of("apache/apisix"), "apisix.apache.org"),
    OPENSHIFT("openshift", List.of(), List.of("openshift/origin-haproxy-router")),
    /** Makes pods for each Gateway, which carry its name. */
    ENVOY_GATEWAY("envoy", List.of(), List.of(), "gateway.envoyproxy.io"),
    /** As {@link #ENVOY_GATEWAY}. */
    KGATEWAY("kgateway", List.of(), List.of(), "kgateway.dev", "agentgateway.dev", "solo.io"),
    /** Forwards on each node, from no pod of the pod network. */
    CILIUM("cilium", List.of(), List.of(), "io.cilium");

    private static final ImmutableList<String> LABELS =
            ImmutableList.of("app.kubernetes.io/name", "app.kubernetes.io/part-of", "app", "k8s-app", "name");

    /** OpenShift's operator writes it on each router: its value is the IngressController's name. */
    private static final String ROUTER = "ingresscontroller.operator.openshift.io/deployment-ingresscontroller";

    private static final ImmutableListMultimap<String, IngressController> BY_NAME = Arrays.stream(values())
            .collect(ImmutableListMultimap.flatteningToImmutableListMultimap(
                    controller -> controller, controller -> controller.names.stream()))
            .inverse();

    private final String keyword;
    private final List<String> names;
    private final List<String> images;
    private final ImmutableList<String> gatewayDomains;

    IngressController(String keyword, List<String> names, List<String> images, String... gatewayDomains) {
        this.keyword = keyword;
        this.names = names;
        this.images = images;
        this.gatewayDomains = ImmutableList.copyOf(gatewayDomains);
    }

    /** Whether an Ingress of that class is its to serve; an Ingress without a class may be anyone's. */
    boolean serves(String className) {
        return this != NGINX_GATEWAY && (className.isEmpty() || className.contains(keyword));
    }

    /**
     * The controller that serves Gateways of a class.
     *
     * @param controllerName of the GatewayClass, {@code domain/path}; empty when it is not known: then the class's own name
     *     tells it, as far as people follow the controllers' examples
     */
    static Optional<IngressController> ofGateway(String controllerName, String className) {
        String domain = controllerName.substring(0, Math.max(0, controllerName.indexOf('/')));
        return Arrays.stream(values())
                .filter(controller -> !controller.gatewayDomains.isEmpty())
                .filter(controller -> controllerName.isEmpty()
                        ? controller.isNamed(className)
                        : controller.gatewayDomains.contains(domain))
                .findFirst();
    }

    private boolean isNamed(String className) {
        return this == ENVOY_GATEWAY && className.equals("eg") || className.contains(keyword);
    }

    /** Whether it makes pods for each Gateway, so that others of its pods do not serve one. */
    boolean isPerGateway() {
        return this == ISTIO || this == ENVOY_GATEWAY || this == KGATEWAY || this == CILIUM;
    }

    /** Looks at many pods, and at each image once. Not thread-safe. */
    static final class Recogniser {
        private final Map<String, ImmutableList<IngressController>> byImage = new HashMap<>();

        /** The controllers that a pod may be one of, with the fact that says so: a label, else an image. */
        Map<IngressController, Evidence> recognise(Pod pod) {
            Map<IngressController, Evidence> facts = new EnumMap<>(IngressController.class);
            for (String label : LABELS) {
                String value = pod.meta().labels().getOrDefault(label, "");
                for (IngressController controller : BY_NAME.get(value)) {
                    facts.putIfAbsent(controller, Evidence.stated(pod.object(), labelField(pod, label), value));
                }
            }
            if (pod.meta().labels().containsKey(ROUTER)) {
                String value = pod.meta().labels().getOrDefault(ROUTER, "");
                facts.put(OPENSHIFT, Evidence.stated(pod.object(), labelField(pod, ROUTER), value));
            }
            for (Container container : pod.spec().containers()) {
                if (container.role() == Container.Role.MAIN) {
                    for (IngressController controller : byImage(container.image())) {
                        String field = pod.field(container.field() + ".image");
                        facts.putIfAbsent(controller, Evidence.stated(pod.object(), field, container.image()));
                    }
                }
            }
            return facts;
        }

        private ImmutableList<IngressController> byImage(String image) {
            return byImage.computeIfAbsent(
                    image,
                    any -> Arrays.stream(values())
                            .filter(controller -> controller.isImage(image))
                            .collect(ImmutableList.toImmutableList()));
        }
    }

    /** Most images hold none of the names anywhere, so the tag is looked for last. */
    private boolean isImage(String image) {
        for (String name : images) {
            if (image.contains(name) && repository(image).endsWith(name)) {
                return true;
            }
        }
        return false;
    }

    static String labelField(Pod pod, String label) {
        String at = pod.specField();
        String metadata = at.endsWith(".spec") ? at.substring(0, at.length() - "spec".length()) : "";
        return metadata + "metadata.labels[" + label + "]";
    }

    /** An image without tag and digest. */
    private static String repository(String image) {
        int digest = image.indexOf('@');
        String plain = digest < 0 ? image : image.substring(0, digest);
        int colon = plain.lastIndexOf(':');
        return colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain;
    }
}
