package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Pod;
import org.junit.jupiter.api.Test;

/** Which rows say the same of classes that the same of their rules match. */
class RowShapesTest {
    private static final String FROM =
            "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: %s}}}], ports: [{port: %s}]}]}";

    private final Network network = Verdicts.of(
                    "kind: Namespace\nmetadata: {name: a}",
                    pod("a", "db"),
                    pod("a", "web"),
                    pod("b", "db"),
                    pod("b", "cart"),
                    pod("c", "db"),
                    pod("c", "web"),
                    pod("d", "db"),
                    policy("a", "np", FROM.formatted("web", "80")),
                    policy("b", "np", FROM.formatted("cart", "80")),
                    policy("c", "np", FROM.formatted("web", "81")),
                    policy(
                            "d",
                            "np",
                            "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}]}"))
            .network();

    private final RowShapes shapes = new RowShapes(network.flows().table(Direction.INGRESS));

    private int classOf(String name) {
        Pod found = network.cluster().pods().stream()
                .filter(pod -> pod.object().qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
        return network.classOf(found);
    }

    private Row row(String name) {
        return network.flows().row(Direction.INGRESS, classOf(name));
    }

    private int shape(String name) {
        return shapes.of(row(name).number());
    }

    @Test
    void rows_that_differ_in_whom_they_name_alone() {
        assertThat(row("a/db").number()).isNotEqualTo(row("b/db").number());
        assertThat(shape("a/db"))
                .isEqualTo(shape("b/db"))
                .isNotEqualTo(shape("c/db")) // another port
                .isNotEqualTo(shape("d/db")) // by address
                .isNotEqualTo(shape("a/web")); // open
        assertThat(shape("a/web")).isEqualTo(shape("b/cart"));
    }

    @Test
    void which_rules_match() {
        assertThat(RowShapes.matches(row("a/db"), classOf("a/web"), 1)).isEqualTo(1);
        assertThat(RowShapes.matches(row("a/db"), classOf("a/db"), 1)).isZero();
        assertThat(RowShapes.matches(row("b/db"), classOf("b/cart"), 1)).isEqualTo(1);
        assertThat(RowShapes.matches(row("a/web"), classOf("a/db"), 0))
                .as("no rules")
                .isZero();
    }

    @Test
    void answers_of_addresses_take_more_room() {
        assertThat(RowShapes.matches(row("d/db"), classOf("a/db"), 4))
                .as("an unknown address of IPv4 may be in the block")
                .isEqualTo(0b0010);
        assertThat(RowShapes.matches(row("d/db"), classOf("a/db"), 3)).isEqualTo(RowShapes.MANY);
    }
}
