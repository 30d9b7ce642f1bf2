package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Service accounts that bindings name and that do not exist (E10): whoever may create one, and may then do what the
 * technique takes, becomes it with all that waits for it. The two are separate requests, which different identities may
 * send. Only where the input shows that an account is not there; else it is a target like the others.
 */
final class AbsentAccounts {
    private final Facts facts;
    private final Edges edges;
    private final String right;
    private final ImmutableList<Subject.ServiceAccount> accounts;

    /** @param right short name of what the technique takes; starts the names of the hubs */
    AbsentAccounts(Facts facts, Edges edges, String right) {
        this.facts = facts;
        this.edges = edges;
        this.right = right;
        this.accounts = absent(facts);
    }

    /** Accounts that are known not to exist, in namespaces that do. */
    private static ImmutableList<Subject.ServiceAccount> absent(Facts facts) {
        Cluster cluster = facts.cluster();
        if (!Targets.isComplete(cluster, cluster.serviceAccounts())) {
            return ImmutableList.of();
        }
        boolean namespacesKnown = Targets.isComplete(cluster, cluster.namespaces());
        return facts.rbac().subjects().stream()
                .filter(Subject.ServiceAccount.class::isInstance)
                .map(Subject.ServiceAccount.class::cast)
                .filter(account -> cluster.serviceAccount(account).isEmpty())
                .filter(account -> !namespacesKnown
                        || cluster.namespace(account.namespace()).isPresent())
                .collect(ImmutableList.toImmutableList());
    }

    /** For a right over accounts by name: lays out what it leads to; the caller adds its holders. */
    Spread byName(String description) {
        String all = description + " of new service accounts";
        return Spread.toHubs(facts, edges, right + "-once-there", all, targets(description));
    }

    /** What a right over accounts by name leads to: for each account a hub, where the technique waits for the account. */
    List<Spread.Target> targets(String description) {
        Map<Subject.ServiceAccount, May> hubs = new TreeMap<>();
        List<Spread.Target> targets = new ArrayList<>();
        for (Subject.ServiceAccount account : accounts) {
            String name = account.namespace() + "/" + account.name();
            May hub = new May(right + "-once-there", name, description + " of " + account.describe());
            hubs.put(account, hub);
            targets.add(new Spread.Target(account.namespace(), account.name(), hub, Support.NONE));
        }
        join(hubs::get);
        return targets;
    }

    /** For a right over a whole namespace, which the technique has a hub for. */
    void byNamespace(Function<String, ? extends Vertex> hub) {
        join(account -> hub.apply(account.namespace()));
    }

    private void join(Function<Subject.ServiceAccount, ? extends Vertex> hub) {
        List<Spread.Target> targets = new ArrayList<>();
        for (Subject.ServiceAccount account : accounts) {
            String name = account.namespace() + "/" + account.name();
            May creator = new May(right + "-by-creating", name, "create " + account.describe());
            Evidence waits = Evidence.byDefault(account.ref(), "", "does not exist; its bindings count all the same");
            edges.join(List.of(creator, hub.apply(account)), new Identity(account))
                    .because(Support.of(waits));
            targets.add(new Spread.Target(account.namespace(), account.name(), creator, Support.NONE));
        }
        String accountsOf = right + "-create-accounts";
        Creation.namespaced("", "serviceaccounts", "ServiceAccount")
                .addNamed(Spread.toHubs(facts, edges, accountsOf, "create service accounts", targets), facts);
    }
}
