package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what pods of Ingress controllers are recognised, and what they serve. */
class IngressControllerTest {
    private static Pod pod(String labels, String containers) {
        return ExposureWorlds.network("apiVersion: v1\nkind: Pod\nmetadata: {namespace: edge, name: p, labels: {"
                        + labels + "}}\nspec: {" + containers + "}")
                .cluster()
                .pods()
                .get(0);
    }

    private static Map<IngressController, Evidence> recognised(String labels, String image) {
        return new IngressController.Recogniser()
                .recognise(pod(labels, "containers: [{name: c, image: '" + image + "'}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "registry.k8s.io/ingress-nginx/controller:v1.9.4@sha256:0123, NGINX",
        "registry.k8s.io/ingress-nginx/controller@sha256:0123, NGINX",
        "nginx/nginx-ingress:3.4.0, NGINX",
        "nginx/nginx-ingress, NGINX",
        "registry.example:5000/nginx/nginx-ingress, NGINX",
        "registry.example:5000/nginx/nginx-ingress:3, NGINX",
        "nginx:1.25,",
        "example.com/nginx/nginx-ingress-exporter:1,",
        "ghcr.io/nginx/nginx-gateway-fabric/nginx:1.0, NGINX_GATEWAY",
        "traefik:v2.10, TRAEFIK",
        "traefik/whoami:v1,",
        "haproxytech/kubernetes-ingress:1.10, HAPROXY",
        "kong/kong-gateway:3.4, KONG",
        "quay.io/openshift/origin-haproxy-router:v4, OPENSHIFT",
    })
    void an_image_tells_by_the_end_of_its_name(String image, IngressController controller) {
        Map<IngressController, Evidence> found = recognised("a: b", image);
        if (controller == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).containsOnlyKeys(controller);
            assertThat(Verdicts.text(found.get(controller)))
                    .isEqualTo("Pod edge/p spec.containers[0].image = " + image + " (stated)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "app.kubernetes.io/name, ingress-nginx, NGINX",
        "app.kubernetes.io/part-of, ingress-nginx, NGINX",
        "app, traefik, TRAEFIK",
        "k8s-app, contour, CONTOUR",
        "name, istio-ingressgateway, ISTIO",
        "ingresscontroller.operator.openshift.io/deployment-ingresscontroller, any, OPENSHIFT",
        "tier, traefik,",
        "app, traefik-dashboard,",
    })
    void a_label_tells_by_its_whole_value(String key, String value, IngressController controller) {
        Map<IngressController, Evidence> found = recognised(key + ": " + value, "own/image:1");
        if (controller == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).containsOnlyKeys(controller);
            assertThat(Verdicts.text(found.get(controller)))
                    .isEqualTo("Pod edge/p metadata.labels[" + key + "] = " + value + " (stated)");
        }
    }

    @Test
    void a_label_counts_before_an_image_and_is_that_of_the_template() {
        String deployment =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: edge, name: d}\nspec: {selector: "
                        + "{matchLabels: {app: traefik}}, template: {metadata: {labels: {app: traefik}}, spec: {containers: "
                        + "[{name: c, image: traefik}]}}}";
        Pod pod = ExposureWorlds.network(deployment).cluster().pods().get(0);
        Map<IngressController, Evidence> found = new IngressController.Recogniser().recognise(pod);
        assertThat(found).containsOnlyKeys(IngressController.TRAEFIK);
        assertThat(Verdicts.text(found.get(IngressController.TRAEFIK)))
                .isEqualTo("Deployment edge/d spec.template.metadata.labels[app] = traefik (stated)");
    }

    @Test
    void containers_that_only_prepare_do_not_count() {
        Pod pod = pod("a: b", "initContainers: [{name: i, image: traefik}], containers: [{name: c, image: own}]");
        assertThat(new IngressController.Recogniser().recognise(pod)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NGINX, nginx, true",
        "NGINX, internal-nginx, true",
        "NGINX, '', true",
        "NGINX, traefik, false",
        "NGINX_GATEWAY, nginx, false",
        "NGINX_GATEWAY, '', false",
        "TRAEFIK, traefik-internal, true",
    })
    void an_ingress_is_served_by_its_class(IngressController controller, String className, boolean serves) {
        assertThat(controller.serves(className)).isEqualTo(serves);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.nginx.org/nginx-gateway-controller, some, NGINX_GATEWAY",
        "traefik.io/gateway-controller, some, TRAEFIK",
        "istio.io/gateway-controller, some, ISTIO",
        "openshift.io/gateway-controller/v1, some, ISTIO",
        "example.com/controller, traefik,",
        "traefik.io, traefik,",
        "'', nginx, NGINX_GATEWAY",
        "'', eg, ENVOY_GATEWAY",
        "'', envoy-public, ENVOY_GATEWAY",
        "'', egress,",
        "'', my-traefik, TRAEFIK",
        "'', ambassador,",
        "'', cilium, CILIUM",
    })
    void a_gateway_is_served_by_the_controller_of_its_class(
            String controllerName, String className, IngressController controller) {
        assertThat(IngressController.ofGateway(controllerName, className)).isEqualTo(Optional.ofNullable(controller));
    }
}
