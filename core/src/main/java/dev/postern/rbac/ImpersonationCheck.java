package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Requests in another's name: the requestor's rights are checked first, then the request as the other makes it. The first
 * mode that lets the requestor through says whom the request is taken for; as each later mode gives no group that an
 * earlier one does not, any mode that leads to an allowed request is a reason of its own. Constrained modes are on from
 * 1.36 (E19). Source: kubernetes {@code apiserver/pkg/endpoints/filters/impersonation}.
 */
final class ImpersonationCheck {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    /** From so many groups or extras on, a constrained mode first asks for all of them by the name {@code *}. */
    private static final int MANY = 4;

    private final ServerVersion version;
    private final Function<AccessReview, Decision> authorizers;

    ImpersonationCheck(ServerVersion version, Function<AccessReview, Decision> authorizers) {
        this.version = version;
        this.authorizers = authorizers;
    }

    Decision decide(ImpersonationReview review) {
        List<Decision> alternatives = new ArrayList<>();
        for (ImpersonationMode mode : ImpersonationMode.values()) {
            if (mode.isConstrained() && !version.hasConstrainedImpersonation()) {
                continue;
            }
            if (mode.applies(review)) {
                alternatives.add(allOf(List.of(requestor(mode, review), asOther(mode, review))));
            }
        }
        return anyOf(alternatives);
    }

    private Decision asOther(ImpersonationMode mode, ImpersonationReview review) {
        AccessReview request = review.request();
        return authorizers.apply(new AccessReview(
                user(mode, review.as()),
                request.verb(),
                request.apiGroup(),
                request.resource(),
                request.subresource(),
                request.name(),
                request.namespace(),
                request.path()));
    }

    /** Whom the request is taken for. Groups that are given replace those of a service account. */
    static UserInfo user(ImpersonationMode mode, ImpersonatedUser as) {
        List<String> groups = new ArrayList<>(as.groups());
        Optional<Subject.ServiceAccount> account = Principals.serviceAccount(as.name());
        if (account.isPresent() && groups.isEmpty()) {
            groups.add(ImplicitGroups.SERVICE_ACCOUNTS);
            groups.add(ImplicitGroups.SERVICE_ACCOUNTS + ":" + account.get().namespace());
        }
        if (mode.isConstrained() && Principals.node(as.name()).isPresent()) {
            groups.add(ImplicitGroups.NODES);
        }
        if (as.name().equals(ImplicitGroups.ANONYMOUS)) {
            addIfAbsent(groups, ImplicitGroups.UNAUTHENTICATED);
        } else if (!groups.contains(ImplicitGroups.UNAUTHENTICATED)) {
            addIfAbsent(groups, ImplicitGroups.AUTHENTICATED);
        }
        return UserInfo.of(as.name(), groups);
    }

    private static void addIfAbsent(List<String> groups, String group) {
        if (!groups.contains(group)) {
            groups.add(group);
        }
    }

    /** Whether the requestor may take on all that is asked for, and, if constrained, for this request. */
    private Decision requestor(ImpersonationMode mode, ImpersonationReview review) {
        List<Decision> checks = new ArrayList<>();
        AccessReview request = review.request();
        AccessReview base = AccessReview.of(request.user()).verb(mode.verb()).group(mode.apiGroup());
        ImpersonatedUser as = review.as();
        if (mode.isConstrained()) {
            checks.add(Decision.allowed(Support.of(version.evidence())));
            checks.add(authorizers.apply(request.verb(mode.onVerb(request.verb()))));
        }
        checks.add(authorizers.apply(name(mode, base, as.name())));
        AccessReview authentication = base.group(AUTHENTICATION);
        if (!as.uid().isEmpty()) {
            checks.add(authorizers.apply(authentication.resource("uids").named(as.uid())));
        }
        if (!as.groups().isEmpty()) {
            checks.add(groups(mode, base.resource("groups"), as.groups()));
        }
        if (!as.extras().isEmpty()) {
            checks.add(extras(mode, authentication, as.extras()));
        }
        return allOf(checks);
    }

    private static AccessReview name(ImpersonationMode mode, AccessReview base, String name) {
        Optional<Subject.ServiceAccount> account = Principals.serviceAccount(name);
        if (account.isPresent()) {
            return base.resource("serviceaccounts")
                    .in(account.get().namespace())
                    .named(account.get().name());
        }
        Optional<String> node = Principals.node(name);
        if (mode.isConstrained() && node.isPresent()) {
            // A cached answer must do for every node that the account's pods run on: the name asked for is no node's.
            return base.resource("nodes").named(mode == ImpersonationMode.ASSOCIATED_NODE ? "*" : node.get());
        }
        return base.resource("users").named(name);
    }

    private Decision groups(ImpersonationMode mode, AccessReview review, ImmutableList<String> groups) {
        if (mode.isConstrained() && (groups.contains("") || groups.contains(ImplicitGroups.MASTERS))) {
            return Decision.denied();
        }
        Decision each = allOf(groups.stream()
                .map(group -> authorizers.apply(review.named(group)))
                .toList());
        return mode.isConstrained() && groups.size() >= MANY
                ? anyOf(List.of(authorizers.apply(review.named("*")), each))
                : each;
    }

    private Decision extras(
            ImpersonationMode mode, AccessReview review, ImmutableSortedMap<String, ImmutableList<String>> extras) {
        if (mode.isConstrained() && !areWellFormed(extras)) {
            return Decision.denied();
        }
        List<Decision> checks = new ArrayList<>();
        extras.forEach((key, values) -> values.forEach(value ->
                checks.add(authorizers.apply(review.resource("userextras", key).named(value)))));
        Decision each = allOf(checks);
        boolean many = extras.size() >= MANY || checks.size() >= MANY;
        return mode.isConstrained() && many
                ? anyOf(List.of(
                        authorizers.apply(review.resource("userextras", "*").named("*")), each))
                : each;
    }

    private static boolean areWellFormed(ImmutableSortedMap<String, ImmutableList<String>> extras) {
        return extras.entrySet().stream()
                .allMatch(extra -> Principals.isDomainPrefixedPath(extra.getKey())
                        && extra.getKey().chars().noneMatch(Character::isUpperCase)
                        && !extra.getValue().isEmpty()
                        && !extra.getValue().contains(""));
    }

    /** All must be allowed; every reason of each goes with every reason of the others. */
    private static Decision allOf(List<Decision> decisions) {
        Optional<Decision> denied = decisions.stream()
                .filter(decision -> decision.outcome() == Outcome.DENIED)
                .findFirst();
        Optional<Decision> obstacle = denied.isPresent()
                ? denied
                : decisions.stream().filter(decision -> !decision.isAllowed()).findFirst();
        return obstacle.orElseGet(() -> Decision.allowed(
                SupportProduct.of(decisions.stream().map(Decision::supports).toList())));
    }

    private static Decision anyOf(List<Decision> decisions) {
        TreeSet<Support> supports = new TreeSet<>();
        decisions.stream().filter(Decision::isAllowed).forEach(decision -> supports.addAll(decision.supports()));
        if (!supports.isEmpty()) {
            return Decision.allowed(supports);
        }
        return decisions.stream()
                .filter(decision -> !decision.missing().isEmpty())
                .findFirst()
                .orElseGet(Decision::denied);
    }
}
