package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The cheapest hitting set against all choices there are. */
final class HittingSetTest {
    private static final long PLENTY = 1_000_000;

    record Problem(List<Integer> costs, List<List<Integer>> sets) {
        int[] prices() {
            return costs.stream().mapToInt(Integer::intValue).toArray();
        }

        List<int[]> numbers() {
            List<int[]> numbers = new ArrayList<>();
            sets.forEach(
                    set -> numbers.add(set.stream().mapToInt(Integer::intValue).toArray()));
            return numbers;
        }

        long cheapest() {
            long best = Long.MAX_VALUE;
            for (int choice = 0; choice < 1 << costs.size(); choice++) {
                int picked = choice;
                if (sets.stream().allMatch(set -> set.stream().anyMatch(element -> (picked >> element & 1) == 1))) {
                    best = Math.min(
                            best,
                            IntStream.range(0, costs.size())
                                    .filter(element -> (picked >> element & 1) == 1)
                                    .mapToLong(costs::get)
                                    .sum());
                }
            }
            return best;
        }
    }

    @Provide
    Arbitrary<Problem> problems() {
        return Arbitraries.integers()
                .between(1, 10)
                .flatMap(elements -> Combinators.combine(
                                Arbitraries.integers().between(1, 9).list().ofSize(elements),
                                Arbitraries.integers()
                                        .between(0, elements - 1)
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(5)
                                        .list()
                                        .ofMaxSize(9))
                        .as(Problem::new));
    }

    @Property
    void noChoiceIsCheaper(@ForAll("problems") Problem problem) {
        HittingSet.Choice choice = HittingSet.cheapest(problem.prices(), problem.numbers(), PLENTY);
        assertThat(choice.optimal()).isTrue();
        assertThat(choice.cost()).isEqualTo(problem.cheapest());
        assertThat(problem.numbers())
                .allSatisfy(set -> assertThat(Arrays.stream(set)
                                .anyMatch(element -> Arrays.binarySearch(choice.elements(), element) >= 0))
                        .isTrue());
        assertThat(Arrays.stream(choice.elements())
                        .mapToLong(element -> problem.prices()[element])
                        .sum())
                .isEqualTo(choice.cost());
    }

    @Property
    void aSearchCutShortStillBoundsTheCost(@ForAll("problems") Problem problem) {
        HittingSet.Choice choice = HittingSet.cheapest(problem.prices(), problem.numbers(), 1);
        assertThat(problem.cheapest()).isBetween(choice.lowerBound(), choice.cost());
    }

    @Property
    void theOrderOfTheSetsDoesNotMatter(@ForAll("problems") Problem problem) {
        List<int[]> reversed = new ArrayList<>(problem.numbers());
        Collections.reverse(reversed);
        assertThat(HittingSet.cheapest(problem.prices(), reversed, PLENTY).elements())
                .isEqualTo(HittingSet.cheapest(problem.prices(), problem.numbers(), PLENTY)
                        .elements());
    }

    @Test
    void nothingHitsAnEmptySet() {
        assertThatThrownBy(() -> HittingSet.cheapest(new int[] {1}, List.of(new int[0]), PLENTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
