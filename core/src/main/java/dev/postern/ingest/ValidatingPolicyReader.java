package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.AdmissionPolicy.Check;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.LabelSelector;
import dev.postern.model.WebhookRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ValidatingAdmissionPolicies and their bindings, and the policies of Kyverno that are written like them: what they look at,
 * and whether they refuse it.
 */
final class ValidatingPolicyReader {
    private final List<Check> checks = new ArrayList<>();
    private Metadata metadata = Metadata.NONE;
    private String policyName = "";

    private ValidatingPolicyReader() {}

    /** What a policy or binding looks at. */
    private static final class Scope {
        private ImmutableList<WebhookRule> rules = ImmutableList.of();
        private boolean denies;
        private boolean idle;
        private boolean byPodLabels;
        private Optional<LabelSelector> namespaces = Optional.empty();
    }

    static AdmissionPolicy policy(Values in, Identity identity) {
        return spec(in, identity, false);
    }

    static AdmissionPolicy binding(Values in, Identity identity) {
        return spec(in, identity, true);
    }

    /**
     * One of Kyverno needs no binding; without actions it denies. What changes pods may take away what they would escape by.
     * Rules for controllers, which Kyverno makes of those for pods, add nothing: a pod is looked at in any case. Source:
     * kyverno {@code pkg/cel/policies/vpol/engine}, {@code api/policies.kyverno.io/v1beta1}.
     */
    static AdmissionPolicy ofKyverno(Values in, Identity identity) {
        Scope scope = new Scope();
        scope.denies = true;
        ValidatingPolicyReader reader = new ValidatingPolicyReader();
        reader.document(in, scope);
        KyvernoPolicyKind kind = KyvernoPolicyKind.of(identity.kind()).orElseThrow();
        boolean generates = kind == KyvernoPolicyKind.GENERATING || kind == KyvernoPolicyKind.NAMESPACED_GENERATING;
        if (!generates && !scope.idle && !scope.rules.isEmpty()) {
            reader.add("spec", scope);
        }
        return reader.of(identity);
    }

    private static AdmissionPolicy spec(Values in, Identity identity, boolean binding) {
        ValidatingPolicyReader reader = new ValidatingPolicyReader();
        Scope scope = new Scope();
        reader.document(in, scope);
        // A binding without rules of its own leaves the policy's as they are.
        if (binding || !scope.rules.isEmpty()) {
            reader.add("spec", scope);
        }
        return reader.of(identity);
    }

    private void document(Values in, Scope scope) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "spec" -> spec(in, scope);
                    default -> in.skip();
                }
            }
        }
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
                    case "validationActions" -> {
                        ImmutableList<String> actions = in.strings();
                        scope.denies = actions.isEmpty() ? scope.denies : actions.contains("Deny");
                    }
                    case "evaluation" -> evaluation(in, scope);
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

    /** Of Kyverno's policies: some are for background scans only, or for requests of others than the API server. */
    private static void evaluation(Values in, Scope scope) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "mode" -> {
                        String mode = in.symbol();
                        scope.idle |= !mode.isEmpty() && !mode.equals("Kubernetes");
                    }
                    case "admission" -> scope.idle |= isOff(in);
                    default -> in.skip();
                }
            }
        }
    }

    private static boolean isOff(Values in) {
        boolean off = false;
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("enabled")) {
                    off = !in.optionalBoolean().orElse(true);
                } else {
                    in.skip();
                }
            }
        }
        return off;
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
