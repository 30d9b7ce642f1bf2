package dev.postern.rbac;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Decision;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The ABAC authorizer: lines of a policy file, each of which may allow (E23). A request costs O(policies that name the user
 * or one of its groups). Source: kubernetes {@code pkg/auth/authorizer/abac/abac.go}.
 */
final class AbacAuthorizer {
    private final ImmutableList<AbacEntry> entries;
    private final ListMultimap<String, AbacEntry> byUser = ArrayListMultimap.create();
    private final ListMultimap<String, AbacEntry> byGroup = ArrayListMultimap.create();

    AbacAuthorizer(List<AbacPolicy> policies) {
        this.entries = policies.stream().map(AbacEntry::of).collect(ImmutableList.toImmutableList());
        for (AbacEntry entry : entries) {
            if (!entry.user().isEmpty()) {
                byUser.put(entry.user(), entry);
            } else if (!entry.group().isEmpty()) {
                byGroup.put(entry.group(), entry);
            }
        }
    }

    ImmutableList<AbacEntry> entries() {
        return entries;
    }

    Decision decide(AccessReview review) {
        List<AbacEntry> candidates = new ArrayList<>(byUser.get(review.user().name()));
        review.user().groups().forEach(group -> candidates.addAll(byGroup.get(group)));
        TreeSet<Support> supports = new TreeSet<>();
        for (AbacEntry entry : candidates) {
            if (entry.names(review.user()) && entry.allows(review)) {
                supports.add(entry.support());
            }
        }
        return supports.isEmpty() ? Decision.denied() : Decision.allowed(supports);
    }
}
