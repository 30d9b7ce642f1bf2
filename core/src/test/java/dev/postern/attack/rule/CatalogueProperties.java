package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ClosedPort;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.attack.Vertex.OpenedPosition;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every answer, over clusters that use every technique there is. */
class CatalogueProperties {
    /** The same worlds in every build: what other worlds find is to be looked for on purpose, not by whoever builds next. */
    private static final String SEED = "20261129";

    private static final String CLOSED = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace:"
            + " %s, name: closed}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}";

    @Provide
    Arbitrary<CatalogueWorld> worlds() {
        return CatalogueWorld.any();
    }

    @Provide
    Arbitrary<String> subjects() {
        return World.subject();
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void aSubjectMoreInABindingTakesNothingAway(
            @ForAll("worlds") CatalogueWorld world, @ForAll("subjects") String subject, @ForAll int binding) {
        List<ObjectRef> bindings = world.bindings();
        Assume.that(!bindings.isEmpty());
        CatalogueWorld changed = world.with(bindings.get(Math.floorMod(binding, bindings.size())), subject);
        reachesNoLess(world, changed, vertex -> true);
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void aPolicyThatOnlyIsolatesAddsNothing(@ForAll("worlds") CatalogueWorld world, @ForAll int namespace) {
        List<String> namespaces = world.namespaces();
        Assume.that(!namespaces.isEmpty());
        String closed = namespaces.get(Math.floorMod(namespace, namespaces.size()));
        // One object more can be changed, which gives nothing but what it closes; and a token is told of only where it
        // is not
        // used at once.
        reachesNoLess(
                world.with(String.format(CLOSED, closed)),
                world,
                vertex -> !(vertex instanceof ObjectWrite)
                        && !(vertex instanceof ClosedPort)
                        && !(vertex instanceof OpenedPosition)
                        && !(vertex instanceof Token));
    }

    private static void reachesNoLess(CatalogueWorld less, CatalogueWorld more, Predicate<Vertex> of) {
        AttackGraph before = less.analysis().graph();
        Closure few = new Closure(Closure.edges(before));
        Closure many = new Closure(Closure.edges(more.analysis().graph()));
        for (Vertex start : before.vertices()) {
            if (start instanceof Identity || start instanceof ContainerControl || start instanceof Internet) {
                List<Vertex> starts = Closure.starts(start);
                assertThat(many.from(starts, vertex -> Closure.counts(vertex) && of.test(vertex)))
                        .as("from " + start.id())
                        .containsAll(few.from(starts, vertex -> Closure.counts(vertex) && of.test(vertex)));
            }
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void whatAPlanCitesIsEnoughForIt(@ForAll("worlds") CatalogueWorld world) {
        Analysis analysis = world.analysis();
        for (PathQuery query : questions(analysis)) {
            for (AttackPath path : analysis.paths(query).paths()) {
                Set<ObjectRef> cited = cited(path);
                assertThat(world.only(cited::contains)
                                .analysis()
                                .paths(query.cheapest(1))
                                .paths())
                        .as("%s to %s by %s, from %s", query.from(), query.to(), techniques(path), cited)
                        .anyMatch(again -> again.effort() <= path.effort());
            }
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void everyStepHasWhatItNeedsWhenItsTurnComes(@ForAll("worlds") CatalogueWorld world) {
        Analysis analysis = world.analysis();
        Closure silent = new Closure(Closure.edges(analysis.graph()).stream()
                .filter(edge -> edge.type().isEmpty())
                .toList());
        for (PathQuery query : questions(analysis)) {
            for (AttackPath path : analysis.paths(query).paths()) {
                List<Vertex> held = new ArrayList<>(path.start());
                for (Step step : path.steps()) {
                    Set<String> had = silent.from(held, vertex -> true);
                    assertThat(had)
                            .as("before %s of %s", step.describe(), techniques(path))
                            .containsAll(step.from().stream().map(Vertex::id).toList());
                    held.add(step.to());
                }
                assertThat(silent.from(held, vertex -> true))
                        .contains(path.target().id());
            }
        }
    }

    private static List<PathQuery> questions(Analysis analysis) {
        List<PathQuery> questions = new ArrayList<>();
        Set<String> starts = new TreeSet<>(Set.of("internet", "any-pod"));
        for (Vertex vertex : analysis.graph().vertices()) {
            if (vertex instanceof Identity identity && identity.subject() instanceof Subject.User) {
                starts.add(identity.id());
            }
        }
        for (String start : starts) {
            for (Place target : List.of(Place.clusterAdmin(), Place.anyNode())) {
                questions.add(PathQuery.from(Place.parse(start)).to(target).cheapest(3));
            }
        }
        return questions;
    }

    private static Set<ObjectRef> cited(AttackPath path) {
        Set<ObjectRef> cited = new HashSet<>();
        for (Step step : path.steps()) {
            step.evidence().stream().map(Evidence::object).forEach(cited::add);
        }
        return cited;
    }

    private static List<String> techniques(AttackPath path) {
        return path.steps().stream().map(step -> step.type().id()).toList();
    }
}
