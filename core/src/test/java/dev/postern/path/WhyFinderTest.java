package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WhyFinderTest {
    private static final String RBAC = "{apiVersion: rbac.authorization.k8s.io/v1, ";
    private static final String ADMIN = " roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name:"
            + " cluster-admin}, subjects: [{kind: User, name: ann}]}";
    private static final String READER = RBAC
            + "kind: ClusterRole, metadata: {name: lister}, rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]}";
    private static final String SECRET = "{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}}";

    private static Why ask(String to, String... manifests) {
        byte[] text = String.join("\n---\n", manifests).getBytes(UTF_8);
        return Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))))
                .why(PathQuery.from(Place.user("ann")).to(Place.parse(to)));
    }

    private static String binding(String name, String rest) {
        return RBAC + "kind: ClusterRoleBinding, metadata: {name: " + name + "}," + rest;
    }

    @Test
    void everyGroundIsThereAndNotTheFirstAlone() {
        Why why = ask("cluster-admin", binding("one", ADMIN), binding("two", ADMIN));
        assertThat(why.hops()).hasSize(1);
        List<ObjectRef> bindings = why.hops().get(0).grounds().stream()
                .flatMap(List::stream)
                .flatMap(support -> support.facts().stream())
                .map(Evidence::object)
                .filter(object -> object.kind().equals("ClusterRoleBinding"))
                .distinct()
                .toList();
        assertThat(bindings).extracting(ObjectRef::name).containsExactly("one", "two");
        assertThat(why.hops().get(0).grounds().stream().map(List::size)).contains(2);
    }

    @Test
    void eachStepSaysWhatItTakesWithoutIt() {
        String lister = " roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: lister}, subjects:"
                + " [{kind: User, name: ann}]}";
        Why alone = ask("secret:shop/db", READER, SECRET, binding("list", lister));
        assertThat(alone.hops()).hasSize(2);
        assertThat(alone.hops()).allSatisfy(hop -> assertThat(hop.otherwise()).isEmpty());
        Why beside = ask("secret:shop/db", READER, SECRET, binding("list", lister), binding("admin", ADMIN));
        assertThat(beside.hops()).allSatisfy(hop -> assertThat(hop.otherwise()).isPresent());
    }

    @Test
    void thePartsOfAStepHoldWhatTheStepCites() {
        Why why = ask("cluster-admin", binding("one", ADMIN));
        for (Hop hop : why.hops()) {
            List<Evidence> inGrounds = hop.grounds().stream()
                    .flatMap(List::stream)
                    .map(Support::facts)
                    .flatMap(List::stream)
                    .toList();
            assertThat(inGrounds).containsAll(hop.step().evidence());
        }
    }

    @Test
    void whereThereIsNoPathThereIsNothingToExplain() {
        assertThat(ask("cluster-admin", SECRET).path()).isEmpty();
        assertThat(ask("cluster-admin", SECRET).hops()).isEmpty();
    }
}
