package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationPolicy.Action;
import dev.postern.model.AuthorizationPolicy.Target;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.LabelSelector;
import java.util.Optional;

/**
 * Istio's AuthorizationPolicies. What istiod or the API server refuses is kept as such: the authority on networks says
 * so, and leaves the whole policy out.
 */
final class AuthorizationPolicyReader {
    private final Oddities odd = new Oddities();
    private Metadata metadata = Metadata.NONE;
    private Action action = Action.ALLOW;
    private Optional<LabelSelector> selector = Optional.empty();
    private Optional<ImmutableList<Target>> targets = Optional.empty();
    /** Of the field that came before {@code targetRefs}. */
    private Optional<ImmutableList<Target>> target = Optional.empty();

    private Optional<String> provider = Optional.empty();
    private ImmutableList<AuthorizationRule> rules = ImmutableList.of();

    private AuthorizationPolicyReader() {}

    static AuthorizationPolicy read(Values in, Identity identity) {
        AuthorizationPolicyReader policy = new AuthorizationPolicyReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.read(in);
                    case "spec" -> policy.spec(in);
                    default -> in.skip();
                }
            }
        }
        return policy.build(identity);
    }

    private void spec(Values in) {
        if (!odd.object(in)) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "action" -> action = odd.text(in, Action.ALLOW, AuthorizationPolicyReader::action);
                case "selector" -> selector = odd.selector(in);
                case "targetRefs" -> targets = targets(in);
                case "targetRef" -> target = targets(in);
                case "provider" -> provider = in.isNull() ? Optional.empty() : Optional.of(provider(in));
                case "rules" -> rules = odd.objects(in, () -> new AuthorizationRuleReader(odd).read(in));
                default -> odd.unknown(in);
            }
        }
    }

    private static Action action(String text) {
        switch (text) {
            case "ALLOW":
                return Action.ALLOW;
            case "DENY":
                return Action.DENY;
            case "AUDIT":
                return Action.AUDIT;
            case "CUSTOM":
                return Action.CUSTOM;
            default:
                return Action.INVALID;
        }
    }

    private Optional<ImmutableList<Target>> targets(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        boolean one = in.key().equals("targetRef");
        return Optional.of(one ? ImmutableList.of(target(in)) : odd.objects(in, () -> target(in)));
    }

    private Target target(Values in) {
        String group = "";
        String kind = "";
        String namespace = "";
        String name = "";
        if (odd.object(in)) {
            while (in.next()) {
                switch (in.key()) {
                    case "group" -> group = in.symbol();
                    case "kind" -> kind = in.symbol();
                    case "namespace" -> namespace = in.symbol();
                    case "name" -> name = in.symbol();
                    default -> odd.unknown(in);
                }
            }
        }
        return new Target(group, kind, namespace, name);
    }

    private String provider(Values in) {
        String name = "";
        if (odd.object(in)) {
            while (in.next()) {
                if (in.key().equals("name")) {
                    name = in.symbol();
                } else {
                    odd.unknown(in);
                }
            }
        }
        return name;
    }

    private AuthorizationPolicy build(Identity identity) {
        if (targets.isPresent() && target.isPresent()) {
            odd.refuse("spec has both targetRef and targetRefs");
        }
        return new AuthorizationPolicy(
                metadata.of(identity),
                action,
                selector,
                targets.or(() -> target),
                provider,
                rules,
                odd.unknown(),
                odd.malformed());
    }
}
