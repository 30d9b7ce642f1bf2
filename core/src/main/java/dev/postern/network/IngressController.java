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

/**
 * Recognises the pods of the common Ingress controllers, by the labels their own manifests and charts set or by image,
 * and which ingress classes they usually serve.
 */
enum IngressController {
    NGINX(
            "nginx",
            List.of("ingress-nginx", "nginx-ingress", "nginx-ingress-controller"),
            List.of("ingress-nginx/controller", "nginx-ingress-controller", "nginx/nginx-ingress")),
    TRAEFIK("traefik", List.of("traefik"), List.of("traefik")),
    HAPROXY(
            "haproxy",
            List.of("haproxy-ingress", "kubernetes-ingress", "haproxy-ingress-controller"),
            List.of("haproxytech/kubernetes-ingress", "haproxy-ingress")),
    CONTOUR("contour", List.of("contour"), List.of()),
    KONG("kong", List.of("kong", "ingress-kong"), List.of("kong/kong-gateway")),
    ISTIO("istio", List.of("istio-ingressgateway", "istio-ingress"), List.of()),
    AMBASSADOR("ambassador", List.of("emissary-ingress", "ambassador"), List.of("emissary", "datawire/aes")),
    APISIX("apisix", List.of("apisix"), List.of("apache/apisix"));

    private static final ImmutableList<String> LABELS =
            ImmutableList.of("app.kubernetes.io/name", "app.kubernetes.io/part-of", "app", "k8s-app", "name");

    private static final ImmutableListMultimap<String, IngressController> BY_NAME = Arrays.stream(values())
            .collect(ImmutableListMultimap.flatteningToImmutableListMultimap(
                    controller -> controller, controller -> controller.names.stream()))
            .inverse();

    private final String keyword;
    private final List<String> names;
    private final List<String> images;

    IngressController(String keyword, List<String> names, List<String> images) {
        this.keyword = keyword;
        this.names = names;
        this.images = images;
    }

    /** Whether an Ingress of that class is its to serve; an Ingress without a class may be anyone's. */
    boolean serves(String className) {
        return className.isEmpty() || className.contains(keyword);
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

    private static String labelField(Pod pod, String label) {
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
