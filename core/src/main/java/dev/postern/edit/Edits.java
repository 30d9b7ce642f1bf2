package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.edit.RoleEdit.Part;
import dev.postern.model.AdminPolicy;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.Ingress;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Secret;
import dev.postern.model.SubjectEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * From a fact to the edits that take it away. A fact that is assumed, or that only goes when what the cluster is there for
 * goes (that an object exists, on which node it runs), has none; neither has one that a controller would put back: a rule
 * of a role that is aggregated or that the API server restores, an object that another makes.
 *
 * <p>Immutable. An answer takes time in the object's size, not in the cluster's.
 */
public final class Edits {
    private static final Pattern SUBJECT = Pattern.compile("subjects\\[(\\d+)]");
    private static final Pattern RULE = Pattern.compile("rules\\[(\\d+)].*");
    private static final Pattern ROUTE_BACKEND =
            Pattern.compile("spec\\.(rules\\[.*[bB]ackendRefs?.*|to|alternateBackends\\[\\d+])");
    private static final Pattern ENFORCE =
            Pattern.compile("metadata\\.labels\\[" + Pattern.quote(LabelNamespace.LABEL) + "]");
    private static final String ANY = "*";

    /** What the edits are of. */
    private final Cluster original;
    /** What the facts are of: the same with some edits made. */
    private final Cluster now;

    private final ImmutableMap<Part, ImmutableList<String>> narrowing;
    private final Owners owners;
    /** Accounts to which some binding gives something: whoever runs as one is likely to use it. */
    private final ImmutableSet<ObjectRef> grantees;

    private final PodEdits pods;
    /** The edits between the two clusters. */
    private final ImmutableList<Edit> made;

    /** Policies that were added and admit something: each can still be made to admit nothing. */
    private final ImmutableList<IsolatePods> admitting;

    private Edits(
            Cluster original,
            Cluster now,
            ImmutableMap<Part, ImmutableList<String>> narrowing,
            ImmutableSet<ObjectRef> grantees,
            Collection<? extends Edit> made) {
        this.original = original;
        this.now = now;
        this.narrowing = narrowing;
        this.owners = new Owners(original);
        this.grantees = grantees;
        this.admitting = made.stream()
                .filter(edit -> edit instanceof IsolatePods isolate && isolate.isForOutside())
                .map(IsolatePods.class::cast)
                .collect(ImmutableList.toImmutableList());
        this.pods = new PodEdits(original, now, owners, grantees);
        this.made = ImmutableList.copyOf(made);
    }

    private static ImmutableSet<ObjectRef> grantees(Cluster cluster) {
        ImmutableSet.Builder<ObjectRef> accounts = ImmutableSet.builder();
        for (RoleBinding binding : cluster.roleBindings()) {
            for (SubjectEntry subject : binding.subjects()) {
                if (subject.kind().equals("ServiceAccount")) {
                    accounts.add(ObjectRef.of("ServiceAccount", subject.namespace(), subject.name()));
                }
            }
        }
        return accounts.build();
    }

    /** Edits to a cluster. */
    public static Edits of(Cluster cluster) {
        return of(cluster, ImmutableMap.of());
    }

    /**
     * Edits to a cluster.
     *
     * @param narrowing what to write for a wildcard in a rule; a wildcard in a list that is not named here stays
     */
    public static Edits of(Cluster cluster, Map<Part, ImmutableList<String>> narrowing) {
        return new Edits(cluster, cluster, ImmutableMap.copyOf(narrowing), grantees(cluster), ImmutableList.of());
    }

    /** For facts of the cluster as it is after some edits; the answers are edits to the cluster as it was. */
    public Edits after(Collection<? extends Edit> edits) {
        return after(edits, Draft.edited(original, edits));
    }

    /** The same where somebody has made them already, to the cluster or to a part of it that the facts are of. */
    public Edits after(Collection<? extends Edit> edits, Cluster edited) {
        return new Edits(original, edited, narrowing, grantees, edits);
    }

    /** The cluster that facts are asked of. */
    public Cluster cluster() {
        return now;
    }

    /** The cluster that the edits are to be made to. */
    public Cluster original() {
        return original;
    }

    /** The edit that a person would make first, if there is one: it takes away the whole fact. */
    public Optional<Edit> first(Evidence fact) {
        return removing(fact).stream().filter(edit -> !isPartial(edit)).findFirst();
    }

    private static boolean isPartial(Edit edit) {
        return edit instanceof RoleEdit role && !(role.change() instanceof RoleEdit.Change.All)
                || edit instanceof RemovePolicyItem
                || edit.kind() == EditKind.ISOLATE_FROM_OUTSIDE;
    }

    /** The edits that may take this fact away, each by itself, in canonical order. */
    public ImmutableList<Edit> removing(Evidence fact) {
        return fact.basis() == Basis.ASSUMED
                ? ImmutableList.of()
                : ImmutableSortedSet.copyOf(candidates(fact)).asList();
    }

    /** Why no edit takes this fact away; for people. */
    public String whyNone(Evidence fact) {
        if (fact.basis() == Basis.ASSUMED) {
            return "taken for granted";
        }
        return owners.whyNot(fact.object()).orElse("no edit but doing without the object takes it away");
    }

    /**
     * Whether making an edit can also open something: a label on which a selector of the input looks, a pod that leaves
     * the node's network for the cluster's, a policy that also selects pods of others and so admits what theirs do not.
     */
    public boolean mayOpen(Edit edit) {
        if (edit instanceof LabelNamespace) {
            return original.networkPolicies().stream().anyMatch(Edits::looksAtLabel)
                    || original.adminPolicies().stream().anyMatch(Edits::looksAtLabel)
                    || original.webhookConfigurations().stream()
                            .flatMap(configuration -> configuration.webhooks().stream())
                            .anyMatch(webhook -> looksAtLabel(webhook.namespaceSelector()));
        }
        if (edit instanceof IsolatePods isolate && (isolate.isEgress() || isolate.isForOutside())) {
            LabelSelector selector = LabelSelector.ofLabels(isolate.labels());
            return original.pods().stream()
                    .anyMatch(pod -> pod.namespace().equals(isolate.object().namespace())
                            && !pod.owner().equals(isolate.pods())
                            && selector.matches(pod.meta().labels()));
        }
        return edit.kind() == EditKind.HOST_NETWORK;
    }

    private static boolean looksAtLabel(NetworkPolicy policy) {
        return Stream.concat(policy.ingress().stream(), policy.egress().stream())
                .flatMap(rule -> rule.peers().stream())
                .flatMap(peer -> peer.namespaceSelector().stream())
                .anyMatch(Edits::looksAtLabel);
    }

    private static boolean looksAtLabel(AdminPolicy policy) {
        return Stream.concat(
                        Stream.of(policy.subject()),
                        Stream.concat(policy.ingress().stream(), policy.egress().stream())
                                .flatMap(rule -> rule.peers().stream()))
                .flatMap(peer -> peer.namespaceSelector().stream())
                .anyMatch(Edits::looksAtLabel);
    }

    private static boolean looksAtLabel(LabelSelector selector) {
        return selector.matchLabels().containsKey(LabelNamespace.LABEL)
                || selector.matchExpressions().stream()
                        .anyMatch(requirement -> requirement.key().equals(LabelNamespace.LABEL));
    }

    private Collection<Edit> candidates(Evidence fact) {
        ObjectRef object = fact.object();
        switch (object.kind()) {
            case "RoleBinding":
            case "ClusterRoleBinding":
                return binding(fact);
            case "Role":
            case "ClusterRole":
                return role(fact);
            case "Service":
                return service(fact);
            case "Ingress":
                return ingress(fact);
            case "HTTPRoute":
            case "GRPCRoute":
            case "TLSRoute":
            case "TCPRoute":
            case "UDPRoute":
            case "Route":
                return route(fact);
            case "Namespace":
                // Where a stricter label is written already, writing baseline keeps nothing out.
                boolean open = fact.value().equals("privileged")
                        && ENFORCE.matcher(fact.field()).matches();
                return open || fact.basis() == Basis.DEFAULT && fact.field().contains("enforce")
                        ? List.of(new LabelNamespace(object, "baseline"))
                        : List.of();
            case "ServiceAccount":
                return fact.field().equals("automountServiceAccountToken")
                                && fact.value().equals("true")
                                && owners.isFree(object)
                        ? List.of(new AutomountAccount(
                                object,
                                grantees.contains(object)
                                        ? EditKind.AUTOMOUNT_ACCOUNT_WITH_RIGHTS
                                        : EditKind.AUTOMOUNT_ACCOUNT))
                        : List.of();
            case "Secret":
                return secret(object);
            default:
                return PolicyRules.KINDS.containsKey(object.kind()) ? policy(fact) : pods.removing(fact);
        }
    }

    private Collection<Edit> policy(Evidence fact) {
        ObjectRef object = fact.object();
        List<Edit> stricter = admitting.stream()
                .filter(policy -> policy.object().equals(object))
                .flatMap(policy -> Stream.concat(
                        Stream.<Edit>of(policy.strict()),
                        pods.inMesh(policy.pods(), object.namespace(), policy.labels()).stream()))
                .toList();
        Optional<KubernetesObject> before = original.find(object);
        Optional<PolicyRules.Place> place = PolicyRules.place(fact.field());
        if (before.isEmpty() || place.isEmpty() || !owners.isFree(object)) {
            return stricter;
        }
        String list = place.get().list();
        List<?> rules = PolicyRules.of(before.get(), list);
        return PolicyCut.of(before.get(), made)
                .before(place.get())
                .filter(was -> PolicyRules.admits(rules.get(was.getKey())))
                .map(was -> {
                    List<Edit> edits = new ArrayList<>();
                    Object rule = rules.get(was.getKey());
                    int first = rules.indexOf(rule);
                    edits.add(new RemovePolicyRule(object, list, first));
                    for (RuleItems items : RuleItems.of(rule, list.endsWith("egress"))) {
                        items.behind(was.getValue())
                                .forEach(item -> edits.add(
                                        new RemovePolicyItem(object, items.kind(), list, first, items.field(), item)));
                    }
                    return edits;
                })
                .orElse(stricter);
    }

    private Collection<Edit> binding(Evidence fact) {
        Matcher subject = SUBJECT.matcher(fact.field());
        Optional<RoleBinding> before = original.find(RoleBinding.class, fact.object());
        Optional<RoleBinding> binding = now.find(RoleBinding.class, fact.object());
        if (before.isEmpty() || binding.isEmpty() || !owners.isFree(fact.object())) {
            return List.of();
        }
        if (before.get().subjects().size() == 1) {
            return List.of(new DeleteObject(fact.object(), EditKind.REMOVE_SUBJECT));
        }
        DeleteObject delete = new DeleteObject(fact.object(), EditKind.DELETE_BINDING);
        if (!subject.matches()) {
            return List.of(delete);
        }
        SubjectEntry entry = binding.get().subjects().get(Integer.parseInt(subject.group(1)));
        return List.of(new RemoveSubject(fact.object(), entry), delete);
    }

    private Collection<Edit> role(Evidence fact) {
        Matcher field = RULE.matcher(fact.field());
        Optional<Role> before = original.find(Role.class, fact.object());
        Optional<Role> role = now.find(Role.class, fact.object());
        if (!field.matches()
                || before.isEmpty()
                || role.isEmpty()
                || before.get().aggregationSelectors().isPresent()
                || !owners.isFree(fact.object())) {
            return List.of();
        }
        List<Map.Entry<Integer, PolicyRule>> left = List.copyOf(
                RoleEdit.provenance(before.get().rules(), role.get().rules()).entrySet());
        int index = Integer.parseInt(field.group(1));
        if (index >= left.size()) {
            return List.of();
        }
        PolicyRule was = before.get().rules().get(left.get(index).getKey());
        PolicyRule rule = left.get(index).getValue();
        Collection<Edit> edits = new TreeSet<>();
        edits.add(new RoleEdit(fact.object(), was, new RoleEdit.Change.All()));
        for (Part part : Part.values()) {
            ImmutableList<String> items = part.of(rule);
            if (items.contains(ANY)) {
                if (narrowing.containsKey(part)) {
                    edits.add(new RoleEdit(
                            fact.object(),
                            was,
                            new RoleEdit.Change.Narrow(part, narrowing.getOrDefault(part, ImmutableList.of()))));
                }
            } else if (part.of(was).size() > 1) {
                items.forEach(
                        item -> edits.add(new RoleEdit(fact.object(), was, new RoleEdit.Change.Drop(part, item))));
            }
        }
        return edits;
    }

    private Collection<Edit> service(Evidence fact) {
        if (!owners.isFree(fact.object())) {
            return List.of();
        }
        if (fact.field().equals("spec.type") && !fact.value().equals("ClusterIP")) {
            return List.of(new ServiceEdit(fact.object(), EditKind.SERVICE_CLUSTER_IP));
        }
        return fact.field().startsWith("spec.externalIPs")
                ? List.of(new ServiceEdit(fact.object(), EditKind.SERVICE_EXTERNAL_IPS))
                : List.of();
    }

    private Collection<Edit> ingress(Evidence fact) {
        Optional<Ingress> before = original.find(Ingress.class, fact.object());
        Optional<Ingress> ingress = now.find(Ingress.class, fact.object());
        if (before.isEmpty() || ingress.isEmpty() || !owners.isFree(fact.object())) {
            return List.of();
        }
        return ingress.get().backends().stream()
                .filter(backend -> backend.field().equals(fact.field()))
                .map(backend -> new RemoveBackend(fact.object(), backend.host(), backend.path(), backend.serviceName()))
                .<Edit>map(edit -> before.get().backends().stream().allMatch(edit::isMeant)
                        ? new DeleteObject(fact.object(), EditKind.INGRESS_BACKEND)
                        : edit)
                .toList();
    }

    /** What leads to a Service is not taken out of a route, which may be left with nothing: the whole goes. */
    private Collection<Edit> route(Evidence fact) {
        boolean backend = ROUTE_BACKEND.matcher(fact.field()).matches();
        return backend && owners.isFree(fact.object())
                ? List.of(new DeleteObject(fact.object(), EditKind.INGRESS_BACKEND))
                : List.of();
    }

    private Collection<Edit> secret(ObjectRef object) {
        boolean token = original.find(Secret.class, object)
                .filter(secret -> secret.type().equals(Secret.SERVICE_ACCOUNT_TOKEN)
                        || secret.type().equals(Secret.BOOTSTRAP_TOKEN))
                .isPresent();
        return token && owners.isFree(object)
                ? List.of(new DeleteObject(object, EditKind.DELETE_TOKEN_SECRET))
                : List.of();
    }
}
