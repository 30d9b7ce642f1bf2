package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Evidence;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelRequirement.Operator;
import dev.postern.model.NodeSelectorTerm;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.model.Taint;
import dev.postern.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementsTest {
    private static final PodSecurity SECURITY = Worlds.security(
            node("a", Map.of("disk", "ssd", "zone", "1")),
            node("b", Map.of("disk", "hdd", "zone", "2")),
            node("gpu", Map.of("disk", "ssd"), new Taint("gpu", "yes", "NoSchedule")),
            node("soft", Map.of(), new Taint("soft", "", "PreferNoSchedule")),
            node("sick", Map.of(), new Taint("node.kubernetes.io/not-ready", "", "NoExecute")),
            Worlds.cordoned("closed"));

    private static NodeSelectorTerm label(String key, Operator operator, String... values) {
        return new NodeSelectorTerm(ImmutableList.of(requirement(key, operator, values)), ImmutableList.of());
    }

    private static LabelRequirement requirement(String key, Operator operator, String... values) {
        return new LabelRequirement(key, operator, ImmutableSortedSet.copyOf(values));
    }

    static Stream<Arguments> placements() {
        Toleration gpu = new Toleration("gpu", "Equal", "yes", "NoSchedule");
        Toleration everything = new Toleration("", "Exists", "", "");
        NodeSelectorTerm namedB = new NodeSelectorTerm(
                ImmutableList.of(), ImmutableList.of(requirement("metadata.name", Operator.IN, "b")));
        NodeSelectorTerm empty = new NodeSelectorTerm(ImmutableList.of(), ImmutableList.of());
        return Stream.of(
                arguments("no constraint", pod(app()), List.of("a", "b", "sick", "soft")),
                arguments("selector", pod(app()).nodeSelector("disk", "ssd"), List.of("a")),
                arguments("selector that matches none", pod(app()).nodeSelector("disk", "tape"), List.of()),
                arguments("toleration", pod(app()).tolerates(gpu), List.of("a", "b", "gpu", "sick", "soft")),
                arguments(
                        "toleration and selector",
                        pod(app()).tolerates(gpu).nodeSelector("disk", "ssd"),
                        List.of("a", "gpu")),
                arguments(
                        "toleration of everything",
                        pod(app()).tolerates(everything),
                        List.of("a", "b", "closed", "gpu", "sick", "soft")),
                arguments("affinity", pod(app()).affinity(label("zone", Operator.IN, "2", "3")), List.of("b")),
                arguments(
                        "either of two terms",
                        pod(app()).affinity(label("zone", Operator.GT, "1"), label("disk", Operator.IN, "ssd")),
                        List.of("a", "b")),
                arguments("affinity by name", pod(app()).affinity(namedB), List.of("b")),
                arguments("an empty term matches nothing", pod(app()).affinity(empty), List.of()),
                arguments("no term at all matches nothing", pod(app()).affinity(), List.of()),
                arguments(
                        "daemon pods run on cordoned nodes",
                        pod(app()).ownedBy("DaemonSet", "agent"),
                        List.of("a", "b", "closed", "sick", "soft")));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("placements")
    void candidates(String situation, PodBuilder pod, List<String> nodes) {
        Placement placement = SECURITY.placement(pod.build());
        assertThat(placement).isInstanceOf(Placement.Symbolic.class);
        assertThat(((Placement.Symbolic) placement).candidates()).as(situation).isEqualTo(nodes);
        assertThat(((Placement.Symbolic) placement).nodesKnown()).isTrue();
    }

    @Test
    void aScheduledPodIsWhereItIsWhateverItsConstraintsSay() {
        assertThat(SECURITY.placement(pod(app())
                        .node("elsewhere")
                        .nodeSelector("disk", "tape")
                        .build()))
                .isEqualTo(new Placement.Scheduled(
                        "elsewhere",
                        Support.of(
                                Evidence.stated(ObjectRef.of("Pod", "shop", "cart"), "spec.nodeName", "elsewhere"))));
    }

    @Test
    void withoutNodeObjectsTheCandidatesAreNotKnown() {
        Placement.Symbolic placement =
                (Placement.Symbolic) Worlds.security().placement(pod(app()).build());
        assertThat(placement.candidates()).isEmpty();
        assertThat(placement.nodesKnown()).isFalse();
    }

    @Test
    void equalConstraintsHaveEqualSignatures() {
        Toleration one = new Toleration("a", "Equal", "1", "");
        Toleration two = new Toleration("b", "Equal", "2", "");
        assertThat(signature(pod(app()).tolerates(one).tolerates(two)))
                .isEqualTo(signature(pod(app().privileged()).tolerates(two).tolerates(one)));
        assertThat(signature(pod(app()).nodeSelector("a", "b")))
                .isNotEqualTo(signature(pod(app()).nodeSelector("a", "c")))
                .isNotEqualTo(signature(pod(app())));
        assertThat(signature(pod(app()).nodeSelector("a", "b 1:c 1:d")))
                .isNotEqualTo(signature(pod(app()).nodeSelector("a", "b").nodeSelector("c", "d")));
    }

    private static String signature(PodBuilder pod) {
        return ((Placement.Symbolic) SECURITY.placement(pod.build())).signature();
    }
}
