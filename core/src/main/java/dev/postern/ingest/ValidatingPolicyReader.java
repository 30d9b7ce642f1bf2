package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.AdmissionPolicy.Check;
import dev.postern.model.LabelSelector;
import dev.postern.model.WebhookRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ValidatingAdmissionPolicies and their bindings: what they look at, and whether they refuse it. */
final class ValidatingPolicyReader {
    private final List<Check> checks = new ArrayList<>();
    private Metadata metadata = Metadata.NONE;
    private String policyName = "";

    private ValidatingPolicyReader() {}

    /** What a policy or binding looks at. */
    private static final class Scope {
        private ImmutableList<WebhookRule> rules = ImmutableList.of();
        private boolean denies;
        private boolean byPodLabels;
        private Optional<LabelSelector> namespaces = Optional.empty();
    }

    static AdmissionPolicy policy(Values in, Identity identity) {
        return spec(in, identity, false);
    }

    static AdmissionPolicy binding(Values in, Identity identity) {
        return spec(in, identity, true);
    }

    private static AdmissionPolicy spec(Values in, Identity identity, boolean binding) {
        ValidatingPolicyReader reader = new ValidatingPolicyReader();
        Scope scope = new Scope();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> reader.metadata = Metadata.read(in);
                    case "spec" -> reader.spec(in, scope);
                    default -> in.skip();
                }
            }
        }
        // A binding without rules of its own leaves the policy's as they are.
        if (binding || !scope.rules.isEmpty()) {
            reader.add("spec", scope);
        }
        return reader.of(identity);
    }

    private AdmissionPolicy of(Identity identity) {
        return new AdmissionPolicy(
                identity.kind(),
                ClusterObjectReader.bare(metadata.of(identity)),
                policyName,
                ImmutableList.copyOf(checks));
    }

    /** Whoever writes a pod gives it the labels by which it is not looked at. */
    private void add(String field, Scope scope) {
        if (!scope.byPodLabels) {
            checks.add(new Check(
                    field,
                    "",
                    scope.rules,
                    scope.denies,
                    "",
                    "",
                    ImmutableSet.of(),
                    false,
                    ImmutableList.of(),
                    ImmutableList.of(),
                    scope.namespaces));
        }
    }

    private void spec(Values in, Scope scope) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "policyName" -> policyName = in.symbol();
                    case "validationActions" -> scope.denies = in.strings().contains("Deny");
                    case "matchConstraints", "matchResources" -> {
                        if (in.object()) {
                            while (in.next()) {
                                match(in, scope);
                            }
                        }
                    }
                    default -> in.skip();
                }
            }
        }
    }

    private static void match(Values in, Scope scope) {
        switch (in.key()) {
            case "resourceRules" -> scope.rules = in.objects(() -> WebhookConfigurationReader.rule(in));
            case "namespaceSelector" -> scope.namespaces = SelectorReader.optional(in);
            case "objectSelector" ->
                scope.byPodLabels = SelectorReader.optional(in)
                        .filter(selector -> !selector.selectsEverything())
                        .isPresent();
            default -> in.skip();
        }
    }
}
