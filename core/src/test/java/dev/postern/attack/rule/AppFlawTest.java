package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AppFlawTest extends TechniqueCases {

    @Override
    EdgeRule technique() {
        return new AppFlaw();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a container may fall through the port it declares",
                                listening("shop", "web", 8080))
                        .edge("port:shop/web:tcp/8080", "container:shop/web/app"),
                TechniqueCase.of(
                                POSITIVE,
                                "a pod that declares no port may listen on one all the same",
                                pod("shop", "web"))
                        .edge("port:shop/web:tcp/?", "container:shop/web/app"),
                TechniqueCase.of(
                                NEAR_MISS,
                                "a flaw of one container is not one of its neighbour",
                                listening("shop", "web", 8080)
                                        + "    - {name: side, image: side:1, ports: [{containerPort: 9000}]}\n")
                        .edge("port:shop/web:tcp/8080", "container:shop/web/app")
                        .edge("port:shop/web:tcp/9000", "container:shop/web/side"),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "who can send to the port is another technique's matter"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an init container that has ended listens to nobody",
                                listening("shop", "web", 8080)
                                        .replace(
                                                "  containers:",
                                                "  initContainers:\n    - {name: prepare, image: p:1, ports: [{containerPort: 7070}]}\n  containers:"))
                        .edge("port:shop/web:tcp/8080", "container:shop/web/app"));
    }

    @Test
    void everyStepIsAnAssumptionAndNoMoreThanPossible() {
        List<AttackEdge> steps = new ArrayList<>();
        TechniqueEdges.graph(cluster(listening("shop", "web", 8080))).forEachEdge(edge -> {
            if (edge.type().equals(Optional.of(technique().type()))) {
                steps.add(edge);
            }
        });
        assertThat(steps).hasSize(1).allSatisfy(step -> {
            assertThat(step.assumption()).isTrue();
            assertThat(step.confidence()).isEqualTo(Confidence.POSSIBLE);
        });
    }
}
