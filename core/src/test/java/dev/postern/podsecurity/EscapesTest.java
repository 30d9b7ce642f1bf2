package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.ContainerBuilder.container;
import static dev.postern.podsecurity.PodBuilder.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Pod;
import dev.postern.model.PodTemplate;
import dev.postern.model.Workload;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EscapesTest {
    private static final PodSecurity SECURITY = Worlds.security();

    @ParameterizedTest
    @EnumSource(Container.Role.class)
    void noRoleOfAContainerIsOverlooked(Container.Role role) {
        Pod pod = pod(app())
                .container(container("helper").role(role).privileged().runAsUser(0))
                .build();
        Container helper = Worlds.container(pod, "helper");
        assertThat(SECURITY.escapes(pod, helper))
                .extracting(Worlds::describe)
                .containsExactly("PRIVILEGED NODE CERTAIN");
        assertThat(SECURITY.escapes(pod, helper)
                        .get(0)
                        .supports()
                        .get(0)
                        .facts()
                        .get(0)
                        .field())
                .isEqualTo("spec." + helper.field() + ".securityContext.privileged");
    }

    @Test
    void aPrivilegedSidecarDoesNotMakeItsNeighbourPrivileged() {
        Pod pod = pod(app())
                .container(container("proxy").role(Container.Role.SIDECAR).privileged())
                .hostPid()
                .build();
        assertThat(SECURITY.escapes(pod, Worlds.container(pod, "app"))).isEmpty();
        assertThat(SECURITY.escapes(pod, Worlds.container(pod, "proxy")))
                .extracting(Escape::kind)
                .containsExactly(Escape.Kind.PRIVILEGED, Escape.Kind.NSENTER);
    }

    @Test
    void anOrdinaryPodHasNone() {
        assertThat(Worlds.escapes(
                        pod(app().runAsUser(0).add("NET_ADMIN", "NET_RAW")).hostNetwork()))
                .isEmpty();
    }

    @Test
    void evidenceOfAWorkloadLiesInItsTemplate() {
        PodBuilder template = pod(app().privileged());
        Workload workload = new Workload(
                ObjectMeta.of("shop", "cart"),
                "CronJob",
                new PodTemplate(
                        template.build().meta().labels(),
                        template.build().meta().annotations(),
                        template.spec(),
                        "spec.jobTemplate.spec.template"),
                1,
                false);
        Pod pod = Cluster.builder().add(workload).build().pods().get(0);
        PodSecurity security = Worlds.security();
        Container container = pod.spec().containers().get(0);
        assertThat(security.escapes(pod, container)
                        .get(0)
                        .supports()
                        .get(0)
                        .facts()
                        .get(0)
                        .field())
                .isEqualTo("spec.jobTemplate.spec.template.spec.containers[0].securityContext.privileged");
    }

    @Test
    void everyKindHasExactlyOneRow() {
        assertThat(EscapeRows.ALL)
                .extracting(EscapeRow::kind)
                .containsExactlyElementsOf(Arrays.asList(Escape.Kind.values()));
    }
}
