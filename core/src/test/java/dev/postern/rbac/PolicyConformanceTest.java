package dev.postern.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.postern.model.KubernetesObject;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Coverage, effective rules, reverse questions and writes, judged by Kubernetes itself. */
class PolicyConformanceTest {
    @Test
    void everyCoverageIsJudgedAlike() throws IOException {
        Tally tally = new Tally("covers");
        forEachCase("covers", (rbac, covers) -> {
            List<PolicyRule> missing =
                    rbac.missing(user(covers), covers.path("namespace").asText(), RbacJson.rules(covers.path("rules")));
            tally.compare(covers.path("covered").asBoolean(), missing.isEmpty(), covers);
        });
        tally.report();
    }

    @Test
    void everyUserHoldsTheSameAtomicRights() throws IOException {
        Tally tally = new Tally("rulesFor");
        forEachCase("rulesFor", (rbac, rulesFor) -> {
            List<PolicyRule> held = rbac
                    .rulesFor(user(rulesFor), rulesFor.path("namespace").asText())
                    .stream()
                    .map(HeldRule::rule)
                    .toList();
            tally.compare(atoms(RbacJson.rules(rulesFor.path("rules"))), atoms(held), rulesFor);
        });
        tally.report();
    }

    @Test
    void everyReverseQuestionNamesTheSameSubjects() throws IOException {
        Tally tally = new Tally("whoCan");
        forEachCase("whoCan", (rbac, whoCan) -> {
            Set<Subject> expected = new HashSet<>();
            whoCan.path("subjects").forEach(subject -> expected.add(subject(RbacJson.subject(subject))));
            Set<Subject> actual = rbac.whoCan(RequestsConformanceTest.review(whoCan)).stream()
                    .map(Allowed::subject)
                    .collect(Collectors.toSet());
            tally.compare(expected, actual, whoCan);
        });
        tally.report();
    }

    @Test
    void everyWriteIsAdmittedAlike() throws IOException {
        Tally tally = new Tally("writes");
        forEachCase("writes", (rbac, write) -> {
            KubernetesObject object = RbacJson.object(write.path("object"));
            boolean update = write.path("operation").asText().equals("update");
            boolean admitted;
            if (object instanceof Role role) {
                Optional<Role> old = update ? Optional.of(withoutRules(role)) : Optional.empty();
                admitted = rbac.missingToWrite(user(write), role, old).isEmpty();
            } else {
                admitted = rbac.missingToWrite(user(write), (RoleBinding) object)
                        .map(List::isEmpty)
                        .orElse(false);
            }
            tally.compare(write.path("admitted").asBoolean(), admitted, write);
        });
        tally.report();
    }

    private interface Case {
        void run(Rbac rbac, JsonNode question);
    }

    private static void forEachCase(String suite, Case test) throws IOException {
        Vectors.forEachWorld(world -> {
            Rbac rbac = Rbac.of(RbacJson.cluster(world.path("objects")), RbacOptions.DEFAULT.withoutBuiltInRoles());
            world.path(suite).forEach(question -> test.run(rbac, question));
        });
    }

    private static UserInfo user(JsonNode question) {
        return UserInfo.of(question.path("user").asText(), RbacJson.strings(question.path("groups")));
    }

    private static Set<PolicyRule> atoms(List<PolicyRule> rules) {
        return rules.stream().flatMap(rule -> Coverage.atoms(rule).stream()).collect(Collectors.toSet());
    }

    private static Subject subject(SubjectEntry entry) {
        return switch (entry.kind()) {
            case "User" -> Subject.user(entry.name());
            case "Group" -> Subject.group(entry.name());
            default -> Subject.serviceAccount(entry.namespace(), entry.name());
        };
    }

    private static Role withoutRules(Role role) {
        return new Role(role.meta(), role.clusterRole(), ImmutableList.of(), role.aggregationSelectors());
    }
}
