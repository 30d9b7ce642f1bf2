package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Pod;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the ports of a Service lead to, for whoever goes through it. */
class ServiceTargetsTest {
    private static final String SERVICE =
            "kind: Service\nmetadata: {namespace: shop, name: web}\nspec: {selector: {app: web}, "
                    + "ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: 9090}]}";

    private static String pod(String name, String spec) {
        return "kind: Pod\nmetadata: {namespace: shop, name: " + name + ", labels: {app: web}}\nspec: " + spec;
    }

    private static String http(String name, int port) {
        return pod(name, "{containers: [{name: c, ports: [{name: http, containerPort: " + port + "}]}]}");
    }

    private static List<String> targets(Function<Pod, ?> key, String... manifests) {
        Verdicts verdicts = Verdicts.of(manifests);
        return verdicts.network().targets(verdicts.cluster().services().get(0), key).stream()
                .map(target -> target.servicePort().port() + " -> "
                        + target.pod().object().name() + ":" + target.port() + " because "
                        + target.support().facts().stream().map(Verdicts::text).collect(Collectors.joining(", ")))
                .toList();
    }

    @Test
    void each_port_leads_to_each_pod_that_knows_it() {
        String selector = " because Service shop/web spec.selector = app=web (stated), Service shop/web spec.ports";
        assertThat(targets(Pod::object, SERVICE, http("one", 8080), pod("two", "{}")))
                .containsExactly(
                        "80 -> one:8080" + selector + "[0].targetPort = http (stated), Pod shop/one"
                                + " spec.containers[0].ports[0].containerPort = 8080 (stated)",
                        "81 -> one:9090" + selector + "[1].targetPort = 9090 (stated)",
                        "81 -> two:9090" + selector + "[1].targetPort = 9090 (stated)");
    }

    @Test
    void of_pods_that_need_not_be_told_apart_the_first_is_named() {
        assertThat(targets(Pod::namespace, SERVICE, http("one", 8080), http("two", 8081)))
                .extracting(target -> target.substring(0, target.indexOf(" because")))
                .containsExactly("80 -> one:8080", "81 -> one:9090");
    }
}
