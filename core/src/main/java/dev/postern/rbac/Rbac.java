package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what in one cluster: Kubernetes' RBAC authorizer, with the Node authorizer and the privileged group beside
 * it. Immutable and safe to share; everything is computed once, on first use.
 */
public final class Rbac {
    private static final ImmutableList<Permission> USES = ImmutableList.of(
            Permission.of("use", "policy", "podsecuritypolicies").inNamespace(),
            Permission.of("use", "extensions", "podsecuritypolicies").inNamespace(),
            Permission.of("use", "security.openshift.io", "securitycontextconstraints")
                    .inNamespace());

    static final Support PRIVILEGED = Support.of(Evidence.byDefault(
            ObjectRef.cluster("Group", ImplicitGroups.MASTERS), "", "the API server allows this group everything"));

    private final ServerVersion version;
    private final boolean live;
    private final Policy policy;
    private final Groups groups;
    private final SubjectIndex index;
    /** Whether a binding that counts refers to a role that may exist all the same. */
    private final boolean mayDangle;

    private final AuthorizationModes modes;
    private final RbacAuthorizer rbac;
    private final AbacAuthorizer abac;
    private final ConstraintLists constraints;
    private final RbacOptions options;
    private final Kubelets kubelets;
    private final Lazy<NodeAuthorizer> node;
    private final Lazy<NodeRestriction> nodeRestriction;
    private final Lazy<Inventory> inventory;
    private final Lazy<RoleRights> rights;
    private final Lazy<Power> power;
    private final Lazy<WhoCan> whoCan;
    private final Lazy<Askers> askers;
    private final EscalationCheck escalationCheck;
    private final ImpersonationCheck impersonationCheck;
    private final Lazy<ImmutableList<Impersonation>> impersonations;
    private final Lazy<ImmutableList<Signing>> signings;
    private final Lazy<ImmutableList<SelfGrant>> bindings;
    private final Lazy<ImmutableList<HygieneFinding>> hygiene;
    private final Lazy<ImmutableList<Diagnostic>> diagnostics;
    private final Decision bootstrapTokens;
    private final Lazy<Decision> anonymous;

    private Rbac(Cluster cluster, RbacOptions options) {
        this.options = options;
        this.version = ServerVersion.of(cluster, options);
        this.live = cluster.isLive();
        this.policy = Policy.of(cluster, options.builtInRoles());
        this.modes = AuthorizationModes.of(cluster);
        this.abac = new AbacAuthorizer(cluster.abacPolicies());
        this.mayDangle = !live
                && modes.has("RBAC")
                && policy.bindings().stream().anyMatch(binding -> binding.role().isEmpty());
        // What the graph is made of: bindings count only where RBAC is asked.
        Policy effective = modes.has("RBAC") ? policy : policy.withoutBindings();
        this.groups = Groups.of(cluster);
        this.index = new SubjectIndex(policy.bindings(), groups);
        this.rbac = new RbacAuthorizer(index);
        this.kubelets = new Kubelets(cluster, modes);
        this.node = new Lazy<>(() -> new NodeAuthorizer(kubelets.graph(), version.version(), nodeRules()));
        this.nodeRestriction = new Lazy<>(() -> new NodeRestriction(cluster));
        this.inventory = new Lazy<>(() -> new Inventory(cluster, effective, groups, beside()));
        this.constraints = ConstraintLists.of(cluster);
        this.rights = new Lazy<>(() -> new RoleRights(policy.roles(), constraints.rules()));
        this.power = new Lazy<>(() -> new Power(effective, rights.get(), inventory.get()));
        this.whoCan = new Lazy<>(() -> new WhoCan(policy, rights.get()));
        Lazy<Actors> actors = new Lazy<>(() -> new Actors(
                cluster, policy, groups, new Lazy<>(() -> inventory.get().namespaces())));
        this.askers = new Lazy<>(() -> new Askers(policy, live, whoCan.get(), actors.get(), groups));
        this.hygiene = new Lazy<>(() -> Hygiene.of(cluster, effective, rights.get(), actors.get()));
        this.escalationCheck = new EscalationCheck(policy, rbac, this::decide);
        this.impersonationCheck = new ImpersonationCheck(version, this::decide);
        this.impersonations = new Lazy<>(() -> Impersonations.of(this::combined, effective, inventory.get(), version));
        this.signings = new Lazy<>(() -> Signings.of(this::combined));
        this.bindings = new Lazy<>(this::computeBindings);
        this.bootstrapTokens = BootstrapTokens.decide(cluster);
        this.anonymous = new Lazy<>(() -> AuthorizationModes.anonymousRequests(cluster));
        this.diagnostics = new Lazy<>(() -> ImmutableList.sortedCopyOf(Iterables.concat(
                PolicyDiagnostics.of(cluster, policy), AuthorizationDiagnostics.of(modes, abac.entries(), groups))));
    }

    public static Rbac of(Cluster cluster, RbacOptions options) {
        return new Rbac(cluster, options);
    }

    /** The same of a changed cluster, by the same options. */
    public Rbac after(Cluster changed) {
        return new Rbac(changed, options);
    }

    /** The version of the API server that is assumed: see {@link RbacOptions#version()}. */
    public KubernetesVersion version() {
        return version.version();
    }

    /**
     * Whether rules that somebody takes out of a role come back by themselves: the API server writes those of its default
     * roles when it starts, unless the role says {@code autoupdate: "false"}, and a controller writes aggregated ones.
     */
    public boolean restoresRules(ObjectRef role) {
        return policy.role(role).filter(entry -> policy.restores(entry.role())).isPresent();
    }

    /** What {@link #version()} is taken from, for steps that rest on it. */
    public Evidence versionEvidence() {
        return version.evidence();
    }

    /**
     * Whether any authorizer allows the request, with all reasons. Which authorizers the API server asks is taken from its
     * flags, if the input holds its pod; else RBAC and the Node authorizer, and ABAC if the input holds policies. {@code
     * UNKNOWN} when none allows but an authorizer might that is not in the input, or a binding that names the user refers to
     * a role that the input (not a live one) does not hold.
     */
    public Decision decide(AccessReview review) {
        ImmutableList.Builder<Decision> union = ImmutableList.builder();
        union.add(decideByPrivilegedGroup(review));
        if (!modes.alwaysAllow().isEmpty()) {
            union.add(Decision.allowed(modes.alwaysAllow()));
        }
        if (modes.has("Node")) {
            union.add(decideByNode(review));
        }
        if (modes.has("ABAC")) {
            union.add(decideByAbac(review));
        }
        if (modes.has("RBAC")) {
            union.add(decideByRbac(review));
        }
        return union(union.build(), review);
    }

    private Decision union(ImmutableList<Decision> decisions, AccessReview review) {
        ImmutableList.Builder<Support> supports = ImmutableList.builder();
        boolean allowed = false;
        for (Decision decision : decisions) {
            if (decision.isAllowed()) {
                allowed = true;
                supports.addAll(decision.supports());
            }
        }
        if (allowed) {
            return Decision.allowed(supports.build());
        }
        return decisions.stream()
                .filter(decision -> !decision.missing().isEmpty())
                .findFirst()
                .orElseGet(() -> deniedUnlessUnknown(review));
    }

    /**
     * Whether the user may make the request in another's name: it may act as the other (in one of the constrained modes, or
     * in the legacy one), and the other may do it. Each support holds facts of both halves.
     */
    public Decision decide(ImpersonationReview review) {
        return impersonationCheck.decide(review);
    }

    private Decision deniedUnlessUnknown(AccessReview review) {
        if (modes.unknown().isPresent()) {
            return Decision.unknown(
                    modes.unknown().get(), modes.unknownSupport().toArray(new Support[0]));
        }
        ImmutableList<BindingEntry> dangling =
                mayDangle ? rbac.dangling(review.user(), review.namespace()) : ImmutableList.of();
        if (dangling.isEmpty()) {
            return Decision.denied();
        }
        BindingEntry first = dangling.get(0);
        String missing = "the rules of " + Text.of(first.binding().roleRef()) + ", to which "
                + Text.printable(first.binding().ref().toString()) + " refers: it is not in the input";
        return Decision.unknown(
                missing,
                dangling.stream()
                        .map(binding -> Support.of(binding.roleRefEvidence()))
                        .toArray(Support[]::new));
    }

    /** The RBAC authorizer alone, on the roles there are: a reference to a missing role grants nothing (E8). */
    public Decision decideByRbac(AccessReview review) {
        return rbac.decide(review);
    }

    /** The Node authorizer alone. */
    public Decision decideByNode(AccessReview review) {
        return NodeAuthorizer.node(review.user()).isPresent() ? node.get().decide(review) : Decision.denied();
    }

    /**
     * Whether the admission plugin NodeRestriction lets a kubelet's write pass, once it is authorized (E22). Denied are writes
     * to what is not the node's; what a kubelet may write into its own objects is not asked here. Reads and other users pass.
     */
    public Decision decideByNodeRestriction(AccessReview review) {
        return nodeRestriction.get().decide(review);
    }

    /** The ABAC authorizer alone, on the policies in the input (E23). */
    public Decision decideByAbac(AccessReview review) {
        return abac.decide(review);
    }

    /** The authorizer of the privileged group {@code system:masters} alone. */
    public Decision decideByPrivilegedGroup(AccessReview review) {
        return review.user().groups().contains(ImplicitGroups.MASTERS)
                ? Decision.allowed(PRIVILEGED)
                : Decision.denied();
    }

    /**
     * Who is bound so that RBAC allows the request, and the privileged group. The user of the review does not matter.
     * O(matching rules and their subjects).
     */
    public ImmutableList<Allowed> whoCan(AccessReview review) {
        return whoCan.get().subjects(review);
    }

    /**
     * Who may make a request, where, by what, and who stands behind them. O(matching rules and their subjects, plus the
     * answer); of the first question also O(bindings + accounts + pods).
     *
     * @throws IllegalArgumentException if rules name the resource in several API groups and the request in none
     */
    public AllowedSubjects whoCan(AccessRequest request) {
        return askers.get().whoCan(request);
    }

    /**
     * {@link #decide} with its reasons taken apart: which entries of which rule match.
     *
     * @throws IllegalArgumentException if rules name the resource in several API groups and the request in none
     */
    public Explanation explain(AccessRequest request, UserInfo user) {
        AccessRequest settled = Askers.settled(request, policy);
        AccessReview review = settled.by(user);
        Decision decision = decide(review);
        Map<Support, Ground> byRule = Grounds.of(review, index);
        ImmutableList<Ground> grounds = decision.isAllowed()
                ? decision.supports().stream()
                        .map(support -> byRule.getOrDefault(support, Ground.of(support)))
                        .collect(ImmutableList.toImmutableList())
                : ImmutableList.of();
        return new Explanation(settled, user, decision, grounds, settled.notes());
    }

    /**
     * Name and groups of a subject that logs in: the groups that the API server gives it and, of users, those that somebody says
     * they have in a directory ({@link dev.postern.model.ClusterFacts}). Who impersonates a user does not get the latter.
     */
    public UserInfo user(Subject subject) {
        return groups.user(subject);
    }

    /** Why a subject is in one of {@link #groupsOf}: nothing, where the API server puts it there by itself. */
    public Support membership(Subject subject, Subject.Group group) {
        return groups.support(subject, group);
    }

    /** Whether requests without credentials are taken for those of {@code system:anonymous}, by the API server's flags. */
    public Decision anonymousRequests() {
        return anonymous.get();
    }

    /** Everything a subject may do, with its groups. O(its rules' atoms); holdings are indexed once. */
    public Rights rights(Subject subject) {
        return rights(subject, user(subject));
    }

    /** The same for exactly these groups. */
    public Rights rights(Subject subject, UserInfo user) {
        ImmutableList<NodeRight> ofNode =
                NodeAuthorizer.node(user).map(kubelets::rights).orElse(ImmutableList.of());
        return askers.get().rights(subject, user, inventory.get(), ofNode);
    }

    /** Every rule that RBAC gives a user in a namespace, cluster-wide ones first; with an empty namespace only these. */
    public ImmutableList<HeldRule> rulesFor(UserInfo user, String namespace) {
        return rbac.rules(user, namespace);
    }

    /** The part of some rules that a user does not hold in a namespace, as single rights (E17); empty when covered. */
    public ImmutableList<PolicyRule> missing(UserInfo user, String namespace, List<PolicyRule> wanted) {
        return escalationCheck.missing(user, namespace, wanted);
    }

    /**
     * What a user lacks to create a role, or to replace {@code old} with it, by the check against escalation (E15);
     * empty when admitted. Whether it may write roles at all is a request of its own.
     */
    public ImmutableList<PolicyRule> missingToWrite(UserInfo user, Role role, Optional<Role> old) {
        return escalationCheck.missing(user, role, old);
    }

    /**
     * What a user lacks to create or change a binding (E16); an empty list when admitted, an empty Optional when refused
     * because the role it refers to does not exist.
     */
    public Optional<ImmutableList<PolicyRule>> missingToWrite(UserInfo user, RoleBinding binding) {
        return escalationCheck.missing(user, binding);
    }

    /** Dangling references, entries that match nobody, drift of aggregated roles; sorted. */
    public ImmutableList<Diagnostic> diagnostics() {
        return diagnostics.get();
    }

    /** What is not as it should be though it leads nowhere, the worst first, then by object. O(bindings + rules). */
    public ImmutableList<HygieneFinding> hygiene() {
        return hygiene.get();
    }

    /** Every user and service account known: objects, accounts that pods run as, subjects of bindings, nodes. */
    public ImmutableList<Subject> subjects() {
        return inventory.get().subjects();
    }

    /**
     * Whom the input binds to a role, whether or not that role exists, to whom an ABAC policy gives everything, and who is said to
     * be in groups of a directory.
     */
    public ImmutableSortedSet<Subject> boundSubjects() {
        ImmutableSortedSet.Builder<Subject> bound = ImmutableSortedSet.naturalOrder();
        policy.bindings().stream()
                .filter(binding -> binding.basis() == Basis.STATED)
                .forEach(binding -> binding.subjects().forEach(bound::add));
        abac.entries().forEach(entry -> entry.subject(groups).ifPresent(bound::add));
        return bound.addAll(groups.users()).build();
    }

    /** The bindings that give a grant, in canonical order. */
    public ImmutableList<RoleBinding> bindingsOf(Grant grant) {
        return policy.bindings().stream()
                .filter(binding -> binding.grant().equals(Optional.of(grant)))
                .map(BindingEntry::binding)
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether there is such a role, built-in or in the input. */
    public boolean hasRole(ObjectRef role) {
        return policy.role(role).isPresent();
    }

    /** Labels by which a new ClusterRole becomes part of this one; empty unless it is aggregated. */
    public Optional<ImmutableSortedMap<String, String>> labelsInto(ObjectRef role) {
        return policy.role(role).flatMap(entry -> entry.role().aggregationSelectors()).stream()
                .flatMap(List::stream)
                .flatMap(selector -> Escalations.labels(selector).stream())
                .findFirst();
    }

    /** Every group known: named in a binding or implied by a known subject; always {@code system:masters}. */
    public ImmutableList<Subject.Group> groups() {
        return inventory.get().groups();
    }

    /**
     * The groups a subject is in when it logs in, the smallest first; for a group, the groups that contain all its members.
     */
    public ImmutableList<Subject.Group> groupsOf(Subject subject) {
        return groups.of(subject);
    }

    /**
     * Every grant that matters: given by some binding, or gained by some {@link SelfGrant}, or {@link Grant#everything}
     * gained by an {@link Escalation}.
     */
    public ImmutableList<Grant> grants() {
        return power.get().grants();
    }

    /** Who holds which grant directly. The privileged group holds everything, by its own authorizer. */
    public ImmutableList<Holding> holdings() {
        return inventory.get().holdings();
    }

    /**
     * Which of {@link #grants()} permit at least one of these, for which names. O(rules that name the resource, or a
     * wildcard, plus the answer). For a request on a Namespace object (resource {@code namespaces}, named) a namespaced
     * grant permits its own namespace only, and says so in {@code names} (E7).
     */
    public ImmutableList<Permit> permits(Permission... anyOf) {
        return power.get().permits(anyOf);
    }

    /** {@link #permits} for running a command in a pod: by verb and server version (E20). */
    public ImmutableList<Permit> podExec() {
        return streaming("exec");
    }

    /** {@link #permits} for attaching to a container's process: as {@link #podExec()}. */
    public ImmutableList<Permit> podAttach() {
        return streaming("attach");
    }

    /**
     * {@link #permits} for forwarding a connection to a port of a pod, past any NetworkPolicy: as {@link #podExec()}.
     */
    public ImmutableList<Permit> podPortForward() {
        return streaming("portforward");
    }

    /**
     * {@link #permits} for sending HTTP requests to pods through the API server, past any NetworkPolicy: the verb follows
     * the method (GET is {@code get}), so that any one suffices to reach the port (E20).
     */
    public ImmutableList<Permit> podProxy() {
        return permits(proxy("pods/proxy"));
    }

    /** As {@link #podProxy()}, to the pods behind a Service. */
    public ImmutableList<Permit> serviceProxy() {
        return permits(proxy("services/proxy"));
    }

    private static Permission proxy(String resource) {
        return Permission.of("get", "", resource)
                .or("create")
                .or("update")
                .or("patch")
                .or("delete");
    }

    /** {@link #permits} for running commands in every pod of a node through its kubelet: get or create (E20). */
    public ImmutableList<Permit> nodeProxy() {
        return permits(Permission.of("get", "", "nodes/proxy").or("create"));
    }

    /**
     * Grants that allow every verb on every resource of every group cluster-wide, by a single rule: cluster-admin by
     * effective permission, never by name.
     */
    public ImmutableList<Permit> clusterAdminGrants() {
        return power.get().everythingAt(Scope::isClusterWide);
    }

    /** Grants that allow every verb on every resource of every group in one namespace. */
    public ImmutableList<Permit> namespaceAdminGrants() {
        return power.get().everythingAt(scope -> !scope.isClusterWide());
    }

    /**
     * Who has all of these within one request, merged over all bindings and groups of one identity. Names are those of
     * each permission by itself; where they must agree, intersect them.
     */
    public ImmutableList<Combined> combined(ImmutableList<Permission> allOf) {
        return power.get().combined(allOf);
    }

    /**
     * Who may create objects of a resource under certain names only, where {@code create} alone gives nothing (E4): a
     * server-side apply to an object that is not there asks for {@code create} and for {@code patch}, both with the name.
     * Each result has one set of names, which is not empty; whether such an object is there is not asked.
     *
     * @param creation {@code create} on the resource
     */
    public ImmutableList<Combined> appliers(Permission creation) {
        ImmutableList.Builder<Combined> appliers = ImmutableList.builder();
        for (Combined both : combined(ImmutableList.of(creation.byName(), creation.patching()))) {
            Names.common(both.names())
                    .ifPresent(names -> appliers.add(new Combined(
                            both.holder(), both.scope(), ImmutableList.of(names), both.gained(), both.supports())));
        }
        return appliers.build();
    }

    /**
     * {@link #permits} for having a policy admit a pod: {@code use} on PodSecurityPolicies of either group they were in, or on
     * OpenShift's SecurityContextConstraints, whose own lists count as well. A RoleBinding in the pod's namespace is enough.
     */
    public ImmutableList<Permit> usesOfPolicies() {
        ImmutableList.Builder<Permit> permits = ImmutableList.builder();
        USES.forEach(use -> permits.addAll(permits(use)));
        return Power.merged(permits.build());
    }

    /**
     * Who may make a request and {@link #usesOfPolicies() use a policy} in it, as one identity. The names of the last
     * permission are those of the policies.
     */
    public ImmutableList<Combined> combinedWithUse(Permission request) {
        ImmutableList.Builder<Combined> both = ImmutableList.builder();
        USES.forEach(use -> both.addAll(combined(ImmutableList.of(request, use))));
        return both.build();
    }

    /** {@link #appliers} that may {@link #usesOfPolicies() use a policy} in the same request; its names come last. */
    public ImmutableList<Combined> appliersWithUse(Permission creation) {
        ImmutableList.Builder<Combined> appliers = ImmutableList.builder();
        for (Permission use : USES) {
            for (Combined all : combined(ImmutableList.of(creation.byName(), creation.patching(), use))) {
                Names.common(all.names().subList(0, 2))
                        .ifPresent(names -> appliers.add(new Combined(
                                all.holder(),
                                all.scope(),
                                ImmutableList.of(names, all.names().get(2)),
                                all.gained(),
                                all.supports())));
            }
        }
        return appliers.build();
    }

    /**
     * ROLE_BIND: who may bind itself to what. Rights gained on the way join the identity that gained them, to a
     * fixpoint. A holder that may bind a role which allows everything in a scope (whoever may bind every ClusterRole can
     * bind {@code cluster-admin}) is said to gain that role there, and nothing that it dominates. Every premise of these
     * steps, of {@link #escalations()}, {@link #impersonations()} and {@link #signings()} is gained by the same holder in one of these steps.
     */
    public ImmutableList<SelfGrant> bindings() {
        return bindings.get();
    }

    /** ROLE_ESCALATE: who may write any rule into which role, and which grant thereby becomes everything. */
    public ImmutableList<Escalation> escalations() {
        return power.get().escalations();
    }

    /**
     * How a holder itself comes to a grant that {@link #bindings()} may say of a smaller holder: one of its grants, or of
     * its groups. For the premises of {@link #combined}; each result's holder is this one.
     */
    public ImmutableList<SelfGrant> bindings(Holder holder, Grant gained) {
        return power.get().selfGrants().of(holder, gained);
    }

    /** IMPERSONATE: who may act as whom. */
    public ImmutableList<Impersonation> impersonations() {
        return impersonations.get();
    }

    /**
     * Whether whoever holds the token in a bootstrap Secret of kube-system is let in, as a member of the groups that the
     * Secret names. Unknown without flags of kube-apiserver in the input.
     */
    public Decision bootstrapTokens() {
        return bootstrapTokens;
    }

    /** Groups that such a Secret may name. */
    public ImmutableList<Subject.Group> bootstrapGroups() {
        return groups().stream()
                .filter(group -> ImplicitGroups.isOfBootstrapTokens(group.name()))
                .collect(ImmutableList.toImmutableList());
    }

    /** CSR_SIGN: who may bring certificates about, of which signers. */
    public ImmutableList<Signing> signings() {
        return signings.get();
    }

    /** What kubelets are let have beyond RBAC. */
    public Kubelets kubelets() {
        return kubelets;
    }

    /** Before 1.35 the GET that opens a websocket is not checked for {@code create} (E20). */
    private ImmutableList<Permit> streaming(String subresource) {
        Permission create = Permission.of("create", "", "pods/" + subresource);
        if (version.version().isAtLeast(1, 35)) {
            return permits(create);
        }
        Permission get = Permission.of("get", "", "pods/" + subresource);
        List<Permit> byGet = permits(get).stream()
                .map(permit -> new Permit(
                        permit.grant(),
                        permit.names(),
                        permit.supports().stream()
                                .map(support -> support.and(Support.of(version.evidence())))
                                .collect(ImmutableList.toImmutableList())))
                .toList();
        return Power.merged(Iterables.concat(permits(create), byGet));
    }

    private ImmutableList<SelfGrant> computeBindings() {
        ListMultimap<Holder, Grant> premises =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        escalations().forEach(step -> premises.putAll(step.holder(), step.premises()));
        impersonations().forEach(step -> premises.putAll(step.holder(), step.gained()));
        signings().forEach(step -> premises.putAll(step.holder(), step.gained()));
        return power.get().selfGrants().with(premises);
    }

    /** What the other authorizers give, where it is everything in a scope; only that much of ABAC is a grant. */
    private ImmutableList<Holding> beside() {
        ImmutableList.Builder<Holding> beside = ImmutableList.builder();
        Grant everything = Grant.everything(Scope.CLUSTER);
        beside.add(new Holding(Subject.group(ImplicitGroups.MASTERS), everything, ImmutableList.of(PRIVILEGED)));
        if (!modes.alwaysAllow().isEmpty()) {
            for (String group : List.of(ImplicitGroups.AUTHENTICATED, ImplicitGroups.UNAUTHENTICATED)) {
                beside.add(new Holding(Subject.group(group), everything, modes.alwaysAllow()));
            }
        }
        for (AbacEntry entry : modes.has("ABAC") ? abac.entries() : List.<AbacEntry>of()) {
            if (entry.subject(groups).isPresent() && entry.everythingIn().isPresent()) {
                Grant grant = Grant.everything(entry.everythingIn().get());
                beside.add(new Holding(entry.subject(groups).get(), grant, ImmutableList.of(entry.support())));
            }
        }
        return beside.addAll(constraints.holdings()).build();
    }

    private ImmutableList<RuleEntry> nodeRules() {
        ObjectRef systemNode = ObjectRef.cluster("ClusterRole", "system:node");
        return Policy.of(Cluster.builder().build(), true)
                .role(systemNode)
                .map(RoleEntry::rules)
                .orElse(ImmutableList.of());
    }
}
