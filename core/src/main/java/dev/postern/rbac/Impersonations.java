package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Legacy impersonation (E18): users and groups are cluster-scoped, service accounts belong to their namespace, and groups
 * are impersonated only together with a user or service account, in one request.
 */
final class Impersonations {
    private static final Permission USERS = Permission.of("impersonate", "", "users");
    private static final Permission GROUPS = Permission.of("impersonate", "", "groups");
    private static final Permission SERVICE_ACCOUNTS = Permission.of("impersonate", "", "serviceaccounts");

    private final Map<Impersonation, TreeSet<Support>> found = new LinkedHashMap<>();

    private Impersonations() {}

    static ImmutableList<Impersonation> of(Function<ImmutableList<Permission>, ImmutableList<Combined>> combined) {
        Impersonations impersonations = new Impersonations();
        combined.apply(ImmutableList.of(USERS))
                .forEach(c -> impersonations.add(c, Impersonation.Target.USER, Scope.CLUSTER));
        combined.apply(ImmutableList.of(SERVICE_ACCOUNTS))
                .forEach(c -> impersonations.add(c, Impersonation.Target.SERVICE_ACCOUNT, c.scope()));
        for (Permission half : List.of(USERS, SERVICE_ACCOUNTS)) {
            combined.apply(ImmutableList.of(GROUPS, half))
                    .forEach(c -> impersonations.add(c, Impersonation.Target.GROUP, Scope.CLUSTER));
        }
        return impersonations.sorted();
    }

    private void add(Combined combined, Impersonation.Target target, Scope scope) {
        ImmutableSortedSet<String> names = combined.names().get(0);
        Impersonation key =
                new Impersonation(combined.holder(), target, scope, names, combined.gained(), ImmutableList.of());
        found.computeIfAbsent(key, k -> new TreeSet<>()).addAll(combined.supports());
    }

    private ImmutableList<Impersonation> sorted() {
        List<Impersonation> all = new ArrayList<>();
        found.forEach((key, supports) -> all.add(new Impersonation(
                key.holder(), key.target(), key.scope(), key.names(), key.gained(), ImmutableList.copyOf(supports))));
        all.sort(Comparator.comparing(Impersonation::holder, Holder::compare)
                .thenComparing(Impersonation::target)
                .thenComparing(Impersonation::scope)
                .thenComparing(i -> i.names().toString())
                .thenComparing(i -> i.gained().toString()));
        return ImmutableList.copyOf(all);
    }
}
