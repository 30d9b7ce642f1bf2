package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Subject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The reverse questions against asking for every subject, and effective rights against asking every request. */
class ReverseQuestionsPropertyTest {
    private static final List<String> VERBS = List.of("get", "list", "create", "impersonate", "deletecollection", "*");
    private static final List<String> TARGETS = List.of(
            "pods",
            "pods/exec",
            "pods/a",
            "pods/exec/b",
            "secrets",
            "secrets/n1",
            "namespaces",
            "namespaces/n1",
            "nodes",
            "users",
            "deployments",
            "*");
    private static final List<String> NAMESPACES = List.of("n1", "n2");

    @Provide
    Arbitrary<RandomWorlds.World> worlds() {
        return RandomWorlds.ordinary();
    }

    @Provide
    Arbitrary<String> verbs() {
        return Arbitraries.of(VERBS);
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.of(TARGETS);
    }

    private static boolean decides(Rbac rbac, Subject actor, AccessRequest request) {
        return rbac.decide(request.by(UserInfo.of(actor))).isAllowed();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whoCanIsTestingEverySubject(
            @ForAll("worlds") RandomWorlds.World world,
            @ForAll("verbs") String verb,
            @ForAll("targets") String target) {
        Rbac rbac = world.rbac();
        AccessRequest everywhere = AccessRequest.parse(verb, target);
        for (Subject actor : RandomWorlds.ACTORS) {
            assertThat(rbac.whoCan(everywhere).allows(actor))
                    .as("%s %s", actor, everywhere.describe())
                    .isEqualTo(decides(rbac, actor, everywhere));
        }
        if (!everywhere.namespaced()) {
            return;
        }
        for (String namespace : NAMESPACES) {
            AccessRequest there = everywhere.in(namespace);
            for (Subject actor : RandomWorlds.ACTORS) {
                assertThat(rbac.whoCan(there).allows(actor))
                        .as("%s %s", actor, there.describe())
                        .isEqualTo(decides(rbac, actor, there));
            }
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whereTheNamespacesAreThoseInWhichTheRequestIsAllowed(
            @ForAll("worlds") RandomWorlds.World world,
            @ForAll("verbs") String verb,
            @ForAll("targets") String target) {
        Rbac rbac = world.rbac();
        AccessRequest everywhere = AccessRequest.parse(verb, target);
        if (!everywhere.namespaced()) {
            return;
        }
        for (AllowedSubject allowed : rbac.whoCan(everywhere).subjects()) {
            for (AllowedIn where : allowed.where()) {
                String name = where.names().isEmpty() ? "" : where.names().first();
                AccessReview review = everywhere
                        .by(UserInfo.of(allowed.subject()))
                        .named(name.isEmpty() ? everywhere.name() : name)
                        .in(where.scope().namespace());
                assertThat(rbac.decide(review).isAllowed())
                        .as("%s %s %s", allowed.subject(), everywhere.describe(), where.scope())
                        .isTrue();
            }
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void effectiveRightsAreWhatRequestsAreAllowed(
            @ForAll("worlds") RandomWorlds.World world,
            @ForAll("verbs") String verb,
            @ForAll("targets") String target) {
        Rbac rbac = world.rbac();
        for (Subject actor : RandomWorlds.ACTORS) {
            Rights rights = rbac.rights(actor);
            for (String namespace : List.of("", "n1", "n2")) {
                AccessRequest request = AccessRequest.parse(verb, target);
                AccessRequest asked = namespace.isEmpty() || !request.namespaced() ? request : request.in(namespace);
                AccessReview review = asked.by(UserInfo.of(actor));
                boolean stated = rights.withoutEffect().stream().anyMatch(right -> right.allows(review));
                assertThat(rights.allows(review) || stated)
                        .as("%s %s", actor, asked.describe())
                        .isEqualTo(rbac.decide(review).isAllowed());
                if (asked.name().isEmpty()) {
                    assertThat(rights.allows(review))
                            .isEqualTo(rbac.decide(review).isAllowed());
                }
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void groundsAreThoseOfTheDecision(
            @ForAll("worlds") RandomWorlds.World world,
            @ForAll("verbs") String verb,
            @ForAll("targets") String target) {
        Rbac rbac = world.rbac();
        AccessRequest request = AccessRequest.parse(verb, target);
        for (Subject actor : RandomWorlds.ACTORS) {
            Explanation answer = rbac.explain(request, UserInfo.of(actor));
            assertThat(answer.grounds())
                    .extracting(Ground::support)
                    .containsExactlyElementsOf(
                            answer.decision().isAllowed() ? answer.decision().supports() : List.of());
            assertThat(answer.grounds()).allMatch(ground -> ground.rule().isPresent());
        }
    }
}
