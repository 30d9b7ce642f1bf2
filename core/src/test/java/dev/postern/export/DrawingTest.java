package dev.postern.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.export.ParsedMermaid.Arrow;
import dev.postern.export.PlanDrawing.Edge;
import dev.postern.export.PlanDrawing.Node;
import dev.postern.export.PlanDrawing.Role;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.report.Asked;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both drawings say the same as the answers, to parsers that are not ours or know no more than our grammar. */
final class DrawingTest {
    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void aNameIsALabelAndNothingElse(String name, @TempDir Path folder) {
        sayTheSame(Asked.named(folder, name).answers());
    }

    static Stream<Path> scenarios() {
        return Asked.scenarios().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void everyStepOfEveryPlanIsDrawnOnce(Path scenario) {
        sayTheSame(Asked.of(scenario).answers());
    }

    static void sayTheSame(List<AttackPaths> answers) {
        Set<String> possessions = new HashSet<>();
        Set<List<Object>> steps = new HashSet<>();
        for (AttackPaths answer : answers) {
            for (AttackPath path : answer.paths()) {
                path.start().forEach(vertex -> possessions.add(vertex.id()));
                for (Step step : path.steps()) {
                    step.from().forEach(vertex -> possessions.add(vertex.id()));
                    possessions.add(step.to().id());
                    steps.add(List.of(step.type().id(), step.from(), step.to()));
                }
            }
        }
        PlanDrawing drawing = PlanDrawing.of(answers, all -> true);
        assertThat(drawing.nodes().stream().filter(node -> node.role() != Role.JOIN))
                .hasSize(possessions.size());
        assertThat(drawing.edges().stream().filter(edge -> !edge.technique().isEmpty()))
                .hasSize(steps.size());
        ParsedMermaid mermaid = ParsedMermaid.of(MermaidExport.render(answers));
        ParsedDot dot = ParsedDot.of(DotExport.render(answers));
        for (Node node : drawing.nodes()) {
            assertThat(mermaid.boxes()).containsEntry(node.key(), Printable.of(node.label()));
            assertThat(dot.labels()).containsEntry(node.key(), Printable.of(node.label()));
        }
        assertThat(dot.keys()).hasSize(drawing.nodes().size());
        assertThat(mermaid.arrows())
                .containsExactlyElementsOf(drawing.edges().stream()
                        .map(edge -> new Arrow(edge.from(), edge.to(), edge.technique()))
                        .toList());
        assertThat(dot.graph().edgeSet()).hasSize(drawing.edges().size());
        assertThat(drawing.edges())
                .allSatisfy(edge -> assertThat(dot.graph().containsEdge(edge.from(), edge.to()))
                        .isTrue());
    }

    @Test
    void aStepThatNeedsSeveralThingsIsAJoin() {
        AttackPaths answer = Asked.of(
                        Asked.scenario("supply-chain"),
                        PathQuery.from(Place.parse("image:registry.vendor.example/*"))
                                .to(Place.anyNode()))
                .answers()
                .get(0);
        Step joined = answer.paths().stream()
                .flatMap(path -> path.steps().stream())
                .filter(step -> step.from().size() > 1)
                .findFirst()
                .orElseThrow();
        PlanDrawing drawing = PlanDrawing.of(List.of(answer), all -> true);
        String to = key(drawing, joined.to());
        Edge out = drawing.edges().stream()
                .filter(edge -> edge.to().equals(to)
                        && edge.technique().equals(joined.type().id()))
                .findFirst()
                .orElseThrow();
        assertThat(drawing.edges().stream().filter(edge -> edge.to().equals(out.from())))
                .extracting(Edge::from, Edge::technique)
                .containsExactlyInAnyOrderElementsOf(joined.from().stream()
                        .map(vertex -> tuple(key(drawing, vertex), ""))
                        .toList());
        assertThat(ParsedMermaid.of(MermaidExport.render(List.of(answer))).shapes())
                .containsEntry(out.from(), "{{");
    }

    private static String key(PlanDrawing drawing, Vertex vertex) {
        return drawing.nodes().stream()
                .filter(node -> node.label().equals(vertex.describe()))
                .map(Node::key)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noPathIsSaid() {
        AttackPaths none = Asked.of(
                        Asked.scenario("tesla-fixed"),
                        PathQuery.from(Place.internet()).to(Place.clusterAdmin()))
                .answers()
                .get(0);
        assertThat(none.paths()).isEmpty();
        assertThat(ParsedMermaid.of(MermaidExport.render(List.of(none))).boxes())
                .containsEntry("none", "no path");
        assertThat(ParsedDot.of(DotExport.render(List.of(none))).keys()).isEmpty();
    }

    @Test
    void whatMermaidWouldRefuseIsLeftOutPlanByPlanAndSaid() {
        AttackPaths answer = Asked.of(
                        Asked.scenario("cd-server"),
                        PathQuery.from(Place.internet()).to(Place.anyNode()).cheapest(30))
                .answers()
                .get(0);
        assertThat(answer.paths()).hasSizeGreaterThan(2);
        for (int limit : new int[] {0, 3, 6, 12}) {
            PlanDrawing drawing =
                    PlanDrawing.of(List.of(answer), some -> some.edges().size() <= limit);
            assertThat(drawing.edges()).hasSizeLessThanOrEqualTo(limit);
            assertThat(drawing.plans() + drawing.omitted())
                    .isEqualTo(answer.paths().size());
            assertThat(ParsedMermaid.of(MermaidExport.render(drawing)).boxes())
                    .containsEntry(
                            "omitted",
                            drawing.omitted() + " of " + answer.paths().size() + " paths are not drawn");
            PlanDrawing oneMore = PlanDrawing.of(List.of(first(answer, drawing.plans() + 1)), all -> true);
            assertThat(oneMore.edges()).hasSizeGreaterThan(limit);
        }
    }

    private static AttackPaths first(AttackPaths answer, int plans) {
        return new AttackPaths(
                answer.query(),
                answer.paths().subList(0, plans),
                answer.singleEdits(),
                answer.starts(),
                ImmutableList.of("the rest"),
                ImmutableList.of());
    }

    /** Mermaid counts edges and characters; a thousand plans of their own are more than it takes of either. */
    @Test
    void theLimitsAreThoseOfMermaid() {
        AttackPath path =
                Asked.of(Asked.scenario("tesla")).answers().get(0).paths().get(0);
        ImmutableList<AttackPath> many = IntStream.range(0, 1000)
                .mapToObj(number -> (AttackPath) new Renamed(path, "vault-" + "x".repeat(60) + number))
                .collect(ImmutableList.toImmutableList());
        AttackPaths answer = Asked.of(Asked.scenario("tesla")).answers().get(0);
        String drawn = MermaidExport.render(List.of(
                new AttackPaths(answer.query(), many, ImmutableList.of(), 1, ImmutableList.of(), ImmutableList.of())));
        assertThat(drawn.length()).isBetween(45_000, 50_000);
        ParsedMermaid parsed = ParsedMermaid.of(drawn);
        assertThat(parsed.arrows()).hasSizeLessThanOrEqualTo(500);
        assertThat(parsed.boxes().get("omitted")).endsWith("of 1000 paths are not drawn");
        assertThat(MermaidExport.render(List.of(new AttackPaths(
                        answer.query(),
                        IntStream.range(0, 1000)
                                .mapToObj(number -> (AttackPath) new Renamed(path, "v" + number))
                                .collect(ImmutableList.toImmutableList()),
                        ImmutableList.of(),
                        1,
                        ImmutableList.of(),
                        ImmutableList.of()))))
                .satisfies(text -> assertThat(ParsedMermaid.of(text).arrows()).hasSizeBetween(498, 500));
    }
}
