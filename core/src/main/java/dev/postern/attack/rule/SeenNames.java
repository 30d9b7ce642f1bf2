package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Support;
import dev.postern.podsecurity.SecretUse;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names of token Secrets that end in random characters, and where else than among the Secrets they stand: in the service
 * account ({@code secrets}), and in the pods that mount them. Looking there and getting the Secret are separate requests,
 * which different identities may send. Workloads are not counted: what mounted such a Secret by itself was the pod.
 */
final class SeenNames {
    private final Facts facts;
    private final Edges edges;
    private final Map<ObjectRef, Spread.Target> secrets = new TreeMap<>();

    SeenNames(Facts facts, Edges edges, List<Spread.Target> secrets) {
        this.facts = facts;
        this.edges = edges;
        secrets.forEach(secret -> {
            String name = secret.names().iterator().next();
            this.secrets.put(ObjectRef.of("Secret", secret.namespace(), name), secret);
        });
    }

    /** Whatever answers with Secrets that are not named in the request. */
    static ImmutableList<Permit> showing(Facts facts) {
        return facts.rbac()
                .permits(
                        Permission.of("list", "", "secrets").or("watch"),
                        Permission.of("deletecollection", "", "secrets"));
    }

    /** Whatever answers with a Secret of any name, and does not show the names that there are. */
    static ImmutableList<Permit> byAnyName(Facts facts) {
        ImmutableSet<Grant> showing = showing(facts).stream()
                .filter(Permit::anyName)
                .map(Permit::grant)
                .collect(ImmutableSet.toImmutableSet());
        return byName(facts).stream()
                .filter(permit -> permit.anyName() && !showing.contains(permit.grant()))
                .collect(ImmutableList.toImmutableList());
    }

    /** Whatever answers with a Secret that is named; a rule that is limited to names tells them to whoever has it. */
    static ImmutableList<Permit> byName(Facts facts) {
        return facts.rbac().permits(Permission.of("get", "", "secrets").or("patch"));
    }

    /** Who gets a Secret by its name reads those of which some identity of the attacker has seen the name. */
    void joinedBy(List<Permit> getters) {
        if (secrets.isEmpty() || getters.isEmpty()) {
            return;
        }
        ImmutableSortedSet.Builder<String> namespaces = ImmutableSortedSet.naturalOrder();
        secrets.forEach((ref, secret) -> {
            namespaces.add(ref.namespace());
            edges.join(List.of(getting(ref.namespace()), known(ref)), secret.vertex())
                    .because(secret.support());
        });
        List<Spread.Target> getting = namespaces.build().stream()
                .map(namespace -> new Spread.Target(
                        namespace, ImmutableSet.of(), getting(namespace), Confidence.CERTAIN, Support.NONE))
                .toList();
        Spread.ofOthersToHubs(facts, edges, "get-secrets", "get Secrets", getting)
                .from(getters);
        accounts();
        pods();
    }

    private static May getting(String namespace) {
        return new May("get-named-secrets", namespace, "get Secrets of namespace " + namespace + " by their names");
    }

    private static Vertex known(ObjectRef secret) {
        return new May(
                "name-of-" + secret.name(), secret.namespace(), "tell the name of Secret " + secret.qualifiedName());
    }

    /** An account that is deleted is answered with, also in a dry run. */
    private void accounts() {
        List<Spread.Target> accounts = new ArrayList<>();
        for (ServiceAccount account : facts.cluster().serviceAccounts()) {
            for (int i = 0; i < account.secrets().size(); i++) {
                String name = account.secrets().get(i);
                ObjectRef secret = ObjectRef.of("Secret", account.meta().namespace(), name);
                if (secrets.containsKey(secret)) {
                    Evidence named = Evidence.stated(account.ref(), "secrets[" + i + "].name", name);
                    accounts.add(new Spread.Target(
                            secret.namespace(), account.meta().name(), known(secret), Support.of(named)));
                }
            }
        }
        Spread.ofOthersToHubs(facts, edges, "see-accounts", "see service accounts", accounts)
                .from(facts.rbac()
                        .permits(
                                Permission.of("get", "", "serviceaccounts")
                                        .or("patch")
                                        .or("delete"),
                                Permission.of("list", "", "serviceaccounts").or("watch"),
                                Permission.of("deletecollection", "", "serviceaccounts")));
    }

    /** Of the subresources those count that answer with the whole pod. */
    private void pods() {
        List<Spread.Target> pods = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            Map<ObjectRef, Support> named = new TreeMap<>();
            for (Container container : group.containers()) {
                add(named, facts.podSecurity().secrets(group.pod(), container));
            }
            add(named, facts.podSecurity().nodeSecrets(group.pod()));
            named.forEach((secret, support) -> pods.add(
                    new Spread.Target(group.namespace(), group.names(), known(secret), Confidence.CERTAIN, support)));
        }
        Spread.ofOthersToHubs(facts, edges, "see-pods", "see pods", pods)
                .from(facts.rbac()
                        .permits(
                                Permission.of("get", "", "pods").or("patch").or("delete"),
                                Permission.of("list", "", "pods").or("watch"),
                                Permission.of("deletecollection", "", "pods"),
                                Permission.of("get", "", "pods/status").or("patch"),
                                Permission.of("get", "", "pods/ephemeralcontainers")
                                        .or("patch")));
    }

    private void add(Map<ObjectRef, Support> named, List<SecretUse> uses) {
        for (SecretUse use : uses) {
            if (secrets.containsKey(use.secret())) {
                named.putIfAbsent(use.secret(), use.support());
            }
        }
    }
}
