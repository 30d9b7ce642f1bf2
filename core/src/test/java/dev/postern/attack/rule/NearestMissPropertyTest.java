package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.model.ObjectRef;
import dev.postern.path.MissingFact;
import dev.postern.path.NearestMiss;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.WhyNot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whoever makes a nearest miss's facts hold, by editing the manifests as its sentences say, gets the path; whoever leaves
 * one out does not. The twin knows nothing of how the miss was found: it reads the sentences.
 */
final class NearestMissPropertyTest {
    private static final Pattern RIGHT =
            Pattern.compile("(\\S+ ?\\S*) would have to be allowed to (.+) " + "(cluster-wide|in namespace \\S+)");
    private static final Pattern BINDING = Pattern.compile(
            "(\\S+ ?\\S*) would have to be bound to (Role|ClusterRole) (\\S+) (cluster-wide|in namespace \\S+)");

    @Provide
    Arbitrary<CatalogueWorld> worlds() {
        return CatalogueWorld.any();
    }

    @Provide
    Arbitrary<PathQuery> questions() {
        Arbitrary<Place> from = Arbitraries.of(Place.anyPod(), Place.user("mallory"), Place.internet());
        Arbitrary<Place> to = Arbitraries.of(Place.clusterAdmin(), Place.anyNode());
        return from.flatMap(
                start -> to.map(target -> PathQuery.from(start).to(target).cheapest(2)));
    }

    @Property(tries = 25)
    void theFactsOfAMissAreEnoughAndEachIsNeeded(
            @ForAll("worlds") CatalogueWorld world, @ForAll("questions") PathQuery query) {
        WhyNot answer = world.analysis().whyNot(query);
        boolean there = !world.analysis().paths(query).paths().isEmpty();
        assertThat(answer.outcome() == WhyNot.Outcome.ABSENT).isNotEqualTo(there);
        for (NearestMiss miss : answer.misses()) {
            assertThat(isThere(world, miss.missing(), query))
                    .as(miss.missing().toString())
                    .isTrue();
            for (MissingFact left : miss.missing()) {
                List<MissingFact> fewer = new ArrayList<>(miss.missing());
                fewer.remove(left);
                assertThat(isThere(world, fewer, query))
                        .as("%s without %s", miss.missing(), left)
                        .isFalse();
            }
        }
    }

    private static boolean isThere(CatalogueWorld world, List<MissingFact> facts, PathQuery query) {
        CatalogueWorld changed = world;
        for (MissingFact fact : facts) {
            changed = with(changed, fact);
        }
        return !changed.analysis().paths(query).paths().isEmpty();
    }

    private static CatalogueWorld with(CatalogueWorld world, MissingFact fact) {
        switch (fact.kind()) {
            case RIGHT:
            case POWER:
            case CLUSTER_RIGHT:
            case CLUSTER_POWER:
                return granted(world, match(RIGHT, fact), fact.object());
            case BINDING:
            case CLUSTER_BINDING:
                Matcher bound = match(BINDING, fact);
                return bound(world, fact.object(), bound.group(2), bound.group(3), bound.group(4));
            case POD_SECURITY_LABEL:
                return world.with("{apiVersion: v1, kind: Namespace, metadata: {name: "
                        + fact.object().name() + ", labels: {pod-security.kubernetes.io/enforce: privileged}}}");
            case ADMISSION_POLICY:
                return world.only(ref -> !ref.equals(fact.object()));
            case EXPOSURE:
                return exposed(world, fact);
            case NETWORK_FLOW:
                boolean ingress = fact.description().endsWith("as ingress")
                        || fact.description().contains("from outside");
                return edited(
                        world,
                        fact.object(),
                        policy -> ((ObjectNode) policy.path("spec"))
                                .withArray(ingress ? "ingress" : "egress")
                                .addObject());
            case TOKEN:
                return edited(world, fact.object(), object -> spec(object).put("automountServiceAccountToken", true));
            default:
                return edited(
                        world,
                        fact.object(),
                        object -> spec(object).path("containers").forEach(container -> {
                            if (fact.description()
                                    .startsWith("container "
                                            + container.path("name").asText() + " ")) {
                                ((ObjectNode) container)
                                        .putObject("securityContext")
                                        .put("privileged", true);
                            }
                        }));
        }
    }

    private static Matcher match(Pattern pattern, MissingFact fact) {
        Matcher matcher = pattern.matcher(fact.description());
        assertThat(matcher.matches()).as(fact.description()).isTrue();
        return matcher;
    }

    private interface Change {
        void to(JsonNode object);
    }

    private static CatalogueWorld edited(CatalogueWorld world, ObjectRef ref, Change change) {
        Map<ObjectRef, JsonNode> objects = new TreeMap<>(world.objects());
        JsonNode object = objects.get(ref).deepCopy();
        change.to(object);
        objects.put(ref, object);
        // What a workload makes is made anew with it: pods, or first what makes these.
        for (Map.Entry<ObjectRef, JsonNode> made : world.objects().entrySet()) {
            if (isOwned(made.getValue(), ref)) {
                objects.putAll(edited(new CatalogueWorld(objects), made.getKey(), change)
                        .objects());
            }
        }
        return new CatalogueWorld(objects);
    }

    private static boolean isOwned(JsonNode object, ObjectRef owner) {
        JsonNode reference = object.path("metadata").path("ownerReferences").path(0);
        return reference.path("kind").asText().equals(owner.kind())
                && reference.path("name").asText().equals(owner.name())
                && object.path("metadata").path("namespace").asText().equals(owner.namespace());
    }

    /** Of a Pod, or of a workload's template. */
    private static ObjectNode spec(JsonNode object) {
        JsonNode spec = object.path("spec");
        while (spec.has("template") || spec.has("jobTemplate")) {
            spec = spec.path(spec.has("template") ? "template" : "jobTemplate").path("spec");
        }
        return (ObjectNode) spec;
    }

    private static CatalogueWorld granted(CatalogueWorld world, Matcher right, ObjectRef subject) {
        StringBuilder rules = new StringBuilder();
        for (String part : right.group(2).split(" and ")) {
            int resource = part.lastIndexOf(' ');
            rules.append(rules.isEmpty() ? "" : ", ")
                    .append("{apiGroups: ['', apps, rbac.authorization.k8s.io, certificates.k8s.io,"
                            + " admissionregistration.k8s.io], resources: [")
                    .append(part.substring(resource + 1))
                    .append("], verbs: [")
                    .append(part, 0, resource)
                    .append("]}");
        }
        String role = "twin" + Math.abs(right.group(0).hashCode());
        CatalogueWorld more =
                world.with("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: " + role
                        + "}, rules: [" + rules + "]}");
        return bound(more, subject, "ClusterRole", role, right.group(3));
    }

    private static CatalogueWorld bound(
            CatalogueWorld world, ObjectRef subject, String kind, String role, String scope) {
        String namespace = scope.startsWith("in namespace ") ? scope.substring("in namespace ".length()) : "";
        String name = role.substring(role.indexOf('/') + 1);
        return world.with("{apiVersion: rbac.authorization.k8s.io/v1, kind: "
                + (namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding") + ", metadata: {name: 'twin-" + name
                + "'"
                + (namespace.isEmpty() ? "" : ", namespace: " + namespace)
                + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + kind + ", name: '" + name
                + "'}, subjects: [{kind: " + subject.kind() + ", name: '" + subject.name() + "'"
                + (subject.namespace().isEmpty() ? "" : ", namespace: " + subject.namespace())
                + (subject.kind().equals("ServiceAccount") ? "" : ", apiGroup: rbac.authorization.k8s.io") + "}]}");
    }

    private static CatalogueWorld exposed(CatalogueWorld world, MissingFact fact) {
        JsonNode object = world.objects().get(fact.object());
        JsonNode labels = object.path("kind").asText().equals("Pod")
                ? object.path("metadata").path("labels")
                : object.path("spec").path("template").path("metadata").path("labels");
        Matcher port = Pattern.compile(".* port (\\S+) (\\d+) of .*").matcher(fact.description());
        assertThat(port.matches()).as(fact.description()).isTrue();
        return world.with("{apiVersion: v1, kind: Service, metadata: {name: twin, namespace: "
                + fact.object().namespace() + "}, spec: {type: LoadBalancer, selector: " + labels
                + ", ports: [{port: " + port.group(2) + ", protocol: " + port.group(1) + "}]}}");
    }
}
