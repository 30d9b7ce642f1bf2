package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportProductTest {
    private static Evidence fact(String name) {
        return Evidence.stated(ObjectRef.cluster("ClusterRole", name), "rules[0]", "");
    }

    private static Support support(String... names) {
        List<Evidence> facts = new ArrayList<>();
        for (String name : names) {
            facts.add(fact(name));
        }
        return Support.of(facts);
    }

    /** {@code a0 ... a(n-1)}, each a support of one fact. */
    private static List<Support> alternatives(String prefix, int count) {
        List<Support> supports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            supports.add(support(prefix + i));
        }
        return supports;
    }

    @Test
    void fewWaysAreAllMade() {
        assertThat(SupportProduct.of(List.of(alternatives("a", 2), alternatives("b", 3))))
                .containsExactly(
                        support("a0", "b0"),
                        support("a0", "b1"),
                        support("a0", "b2"),
                        support("a1", "b0"),
                        support("a1", "b1"),
                        support("a1", "b2"));
        assertThat(SupportProduct.of(List.of(alternatives("a", 8), alternatives("b", 4))))
                .hasSize(32);
        assertThat(SupportProduct.of(List.of())).containsExactly(Support.NONE);
    }

    @Test
    void ofManyWaysSomeAreMadeThatUseEachAlternative() {
        List<Support> product = SupportProduct.of(List.of(alternatives("a", 11), alternatives("b", 3)));
        assertThat(product)
                .hasSize(11)
                .contains(support("a0", "b0"), support("a1", "b1"), support("a3", "b0"), support("a10", "b1"))
                .doesNotContain(support("a0", "b1"));
        assertThat(SupportProduct.of(List.of(alternatives("a", 40), alternatives("b", 1))))
                .hasSize(32);
    }

    @Test
    void whatCanBeAvoidedIsAvoidedByOne() {
        // Along the diagonal every way uses x: only a way off it shows that x can be done without.
        List<Support> left = new ArrayList<>();
        List<Support> right = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            left.add(i % 2 == 0 ? support("x", "l" + i) : support("l" + i));
            right.add(i % 2 == 0 ? support("r" + i) : support("x", "r" + i));
        }
        List<Support> product = SupportProduct.of(List.of(left, right));
        assertThat(product).anyMatch(support -> !support.facts().contains(fact("x")));
        assertThat(product).hasSize(7).contains(support("l1", "r0"));
    }

    @Test
    void whatCannotBeAvoidedIsInEach() {
        List<Support> fixed = List.of(support("x"));
        List<Support> product = SupportProduct.of(List.of(fixed, alternatives("a", 7), alternatives("b", 7)));
        assertThat(product).hasSize(7).allMatch(support -> support.facts().contains(fact("x")));
    }
}
