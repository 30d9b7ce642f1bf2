package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.ImpersonatedUser;
import dev.postern.rbac.Impersonation;
import dev.postern.rbac.ImpersonationReview;
import dev.postern.rbac.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * IMPERSONATE: the headers that every further request carries, on a request that asks who one is. A group needs a user
 * besides; any will do that the same actor may impersonate.
 */
final class Impersonations implements CallBuilder {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String BODY =
            Json.of(ImmutableMap.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"));

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (Actor actor : attempt.actors()) {
            for (ImpersonatedUser other : others(attempt, actor)) {
                if (mayAct(attempt, actor, other)) {
                    return ImmutableList.of(
                            ApiCall.create(actor.user(), WHO_AM_I, BODY).inNameOf(other));
                }
            }
        }
        return ImmutableList.of();
    }

    /** Whom requests with these headers are taken for. */
    static UserInfo taken(ImpersonatedUser other) {
        return other.groups().isEmpty()
                ? UserInfo.of(Subject.user(other.name()))
                : UserInfo.impersonated(other.name(), other.groups());
    }

    private static List<ImpersonatedUser> others(Attempt attempt, Actor actor) {
        List<ImpersonatedUser> others = new ArrayList<>();
        if (attempt.to() instanceof Vertex.Identity identity) {
            if (!(identity.subject() instanceof Subject.Group group)) {
                others.add(ImpersonatedUser.of(identity.subject()));
                return others;
            }
            ImmutableList<String> groups = ImmutableList.of(group.name());
            others.add(ImpersonatedUser.of(Actor.SOMEONE).withGroups(groups));
            for (Subject subject : attempt.facts().rbac().subjects()) {
                others.add(ImpersonatedUser.of(subject).withGroups(groups));
            }
            attempt.facts().rbac().impersonations().stream()
                    .filter(step -> step.target() == Impersonation.Target.USER)
                    .flatMap(step -> step.names().stream())
                    .forEach(name -> others.add(ImpersonatedUser.of(name).withGroups(groups)));
            return others;
        }
        // A node's bare name: what bindings give to the name itself.
        attempt.facts().rbac().holdings().forEach(holding -> {
            if (attempt.facts().vertex(holding.grant()).equals(attempt.to())
                    && holding.subject() instanceof Subject.User user) {
                others.add(ImpersonatedUser.of(user));
            }
        });
        return others;
    }

    private static boolean mayAct(Attempt attempt, Actor actor, ImpersonatedUser other) {
        AccessReview request = AccessReview.of(actor.user())
                .verb("create")
                .group(AUTHENTICATION)
                .resource("selfsubjectreviews");
        if (attempt.facts()
                .rbac()
                .decide(new ImpersonationReview(request, other, Optional.empty()))
                .isAllowed()) {
            return true;
        }
        Subject subject = Subject.user(other.name());
        boolean name = subject instanceof Subject.ServiceAccount account
                ? attempt.may(actor, "impersonate", "", "serviceaccounts", account.namespace(), account.name())
                : attempt.may(actor, "impersonate", "", "users", "", other.name());
        return name
                && other.groups().stream().allMatch(group -> attempt.may(actor, "impersonate", "", "groups", "", group))
                && attempt.facts()
                        .rbac()
                        .decide(AccessReview.of(taken(other))
                                .verb("create")
                                .group(AUTHENTICATION)
                                .resource("selfsubjectreviews"))
                        .isAllowed();
    }
}
