package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.AdmissionPolicy.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policies of Kyverno. Understood are rules that demand a level of the Pod Security Standards and are limited by nothing
 * but namespaces; of all others it matters only whether they look at pods and refuse them. Without an action they report.
 */
final class KyvernoReader {
    static final String GROUP = "kyverno.io";

    private Metadata metadata = Metadata.NONE;
    private boolean enforced;
    private boolean overridden;
    private final List<Rule> rules = new ArrayList<>();

    private KyvernoReader() {}

    static AdmissionPolicy read(Values in, Identity identity) {
        KyvernoReader policy = new KyvernoReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.read(in);
                    case "spec" -> policy.spec(in);
                    default -> in.skip();
                }
            }
        }
        return new AdmissionPolicy(
                identity.kind(),
                ClusterObjectReader.bare(policy.metadata.of(identity)),
                "",
                policy.rules.stream()
                        .filter(rule -> rule.match.pods() && rule.looks)
                        .map(rule -> rule.check(policy))
                        .collect(ImmutableList.toImmutableList()));
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "validationFailureAction" -> enforced = isEnforce(in.symbol());
                    case "validationFailureActionOverrides" -> {
                        overridden |= !in.isNull();
                        in.skip();
                    }
                    case "rules" -> rules(in);
                    default -> in.skip();
                }
            }
        }
    }

    private static boolean isEnforce(String action) {
        return action.equalsIgnoreCase("enforce");
    }

    private void rules(Values in) {
        if (in.array()) {
            while (in.element()) {
                Rule rule = new Rule("spec.rules[" + in.index() + "]");
                rule.read(in);
                rules.add(rule);
            }
        }
    }

    private static final class Rule {
        private final String field;
        private String name = "";
        private KyvernoMatch match = KyvernoMatch.NOTHING;
        private KyvernoMatch exclude = KyvernoMatch.NOTHING;
        private boolean limited;
        private boolean looks;
        private boolean alwaysActs;
        private Optional<Boolean> action = Optional.empty();
        private String level = "";
        private String version = "";

        private Rule(String field) {
            this.field = field;
        }

        private void read(Values in) {
            if (in.object()) {
                while (in.next()) {
                    switch (in.key()) {
                        case "match" -> match = KyvernoMatch.read(in);
                        case "exclude" -> exclude = KyvernoMatch.read(in);
                        case "name" -> name = in.string();
                        case "validate" -> {
                            looks = true;
                            validate(in);
                        }
                        case "mutate", "verifyImages" -> {
                            looks = true;
                            alwaysActs = true;
                            limited = true;
                            in.skip();
                        }
                        case "generate" -> in.skip();
                        default -> {
                            limited |= !in.isNull();
                            in.skip();
                        }
                    }
                }
            }
        }

        private void validate(Values in) {
            if (in.object()) {
                while (in.next()) {
                    switch (in.key()) {
                        case "message" -> in.skip();
                        case "failureAction" -> action = Optional.of(isEnforce(in.symbol()));
                        case "podSecurity" -> podSecurity(in);
                        default -> {
                            limited |= !in.isNull();
                            in.skip();
                        }
                    }
                }
            }
        }

        private void podSecurity(Values in) {
            if (in.object()) {
                while (in.next()) {
                    switch (in.key()) {
                        case "level" -> level = in.symbol();
                        case "version" -> version = in.symbol();
                        default -> {
                            limited |= !in.isNull();
                            in.skip();
                        }
                    }
                }
            }
        }

        private Check check(KyvernoReader policy) {
            boolean understood =
                    !level.isEmpty() && !limited && !policy.overridden && match.understood() && exclude.understood();
            return new Check(
                    field,
                    name,
                    ImmutableList.of(),
                    alwaysActs || policy.overridden || action.orElse(policy.enforced),
                    level,
                    version,
                    ImmutableSet.of(),
                    understood,
                    match.namespaces(),
                    exclude.namespaces(),
                    Optional.empty());
        }
    }
}
