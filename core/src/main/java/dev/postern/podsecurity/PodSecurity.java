package dev.postern.podsecurity;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.PolicyExemption;
import dev.postern.model.Support;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The authority on what a pod specification lets a process do to its node, what it puts into a container, and which pods
 * admission lets in. Immutable and safe to share.
 *
 * <p>Questions about a container take time linear in the size of its pod's spec. Equal questions have equal answers.
 */
public final class PodSecurity {
    private final KubernetesVersion serverVersion;
    private final HostMounts hostMounts;
    private final TokenMounts tokens;
    private final SecretUses secrets;
    private final Placements placements;
    private final NamespaceLabels namespaces;
    private final ControlPlane controlPlane;
    private final Cluster cluster;
    private final Optional<PodPolicies> policies;
    private final Supplier<AdmissionWebhooks> webhooks;
    private final Kyverno kyverno;
    private final Supplier<EngineWebhooks> engines;
    private final Supplier<Gatekeeper> gatekeeper;
    private final Supplier<KyvernoExceptions> exceptions;

    private PodSecurity(Cluster cluster, KubernetesVersion serverVersion) {
        this.cluster = cluster;
        this.serverVersion = serverVersion;
        this.hostMounts = new HostMounts(cluster);
        this.tokens = new TokenMounts(cluster);
        this.secrets = new SecretUses(cluster);
        this.placements = new Placements(cluster);
        CreatedPods created = new CreatedPods(cluster, this::facts);
        this.gatekeeper = Suppliers.memoize(() -> new Gatekeeper(cluster));
        this.exceptions = Suppliers.memoize(() -> new KyvernoExceptions(cluster));
        InstalledChecks checks = new InstalledChecks(cluster, gatekeeper, exceptions);
        this.namespaces = new NamespaceLabels(cluster, serverVersion, created, checks);
        this.controlPlane = new ControlPlane(cluster);
        this.policies = PolicyGate.of(cluster, serverVersion, created);
        this.webhooks = Suppliers.memoize(() -> new AdmissionWebhooks(cluster));
        this.kyverno = new Kyverno(cluster);
        this.engines = Suppliers.memoize(() -> new EngineWebhooks(cluster));
    }

    /** The version of the API server that pods are admitted by. */
    public KubernetesVersion serverVersion() {
        return serverVersion;
    }

    /** As {@link #of(Cluster, KubernetesVersion)}; the server's version is taken from the newest kubelet. */
    public static PodSecurity of(Cluster cluster) {
        return of(cluster, cluster.newestKubelet().orElse(KubernetesVersion.LATEST_KNOWN));
    }

    /** Credentials that stand in pod specs as plain text, by the names of their variables; sorted. O(containers). */
    public static ImmutableList<Diagnostic> literalCredentials(Cluster cluster) {
        return LiteralCredentials.of(cluster);
    }

    /** Reads what the questions below need, in time linear in the number of objects. */
    public static PodSecurity of(Cluster cluster, KubernetesVersion serverVersion) {
        return new PodSecurity(cluster, serverVersion);
    }

    /** What the container may do. {@code container} must be one of the pod's. */
    public ContainerFacts facts(Pod pod, Container container) {
        Fact privileged = container.securityContext().privileged().orElse(false)
                ? Fact.yes(Fields.stated(pod, container, "securityContext.privileged", true))
                : Fact.no(Fields.byDefault(pod, container, "securityContext.privileged", false));
        Fact root = Users.root(pod, container);
        return new ContainerFacts(
                pod,
                container,
                root,
                privileged,
                NodeNamespaces.ownUsers(pod, serverVersion),
                NodeNamespaces.couldHaveOwnUsers(pod, serverVersion),
                NodeNamespaces.processes(pod),
                AppArmor.confines(pod, container, privileged),
                Capabilities.usable(pod, container, root, privileged),
                Capabilities.granted(pod, container, privileged),
                hostMounts.of(pod, container),
                hostMounts.devices(pod, container));
    }

    /**
     * Every way from this container to its node, sorted. Escapes belong to one container: a privileged sidecar does not
     * make its neighbour privileged. Two of one kind differ in confidence or effect.
     */
    public ImmutableList<Escape> escapes(Pod pod, Container container) {
        return EscapeRows.derive(facts(pod, container));
    }

    /**
     * What admission lets into the namespace (Pod Security, and what was installed besides), whether or not the input holds the Namespace object. The author of
     * a pod chooses its runtime class too.
     */
    public Admission admission(String namespace) {
        return namespaces.admission(namespace);
    }

    /** As {@link #admission(String)}, for another pod with the runtime class of this one, in its namespace. */
    public Admission admission(Pod pod) {
        return namespaces.admission(pod);
    }

    /**
     * What is let into the namespace where its Pod Security level does not count: for whom the plug-in does not look at, or
     * once somebody has given it other labels. Supported by what stays open then.
     */
    public Admission beyondLevel(String namespace, Relabelling relabelling) {
        return namespaces.beyondLevel(namespace, relabelling);
    }

    /**
     * What keeps pods which reach their node out of a namespace, or may keep them out: each way to open it, or to open it
     * more surely, by the going of policies and webhooks, those of fewer first. Where its Pod Security level closes it too,
     * relabelling is a part of the way; relabelling alone is none. Of more than six policies only each by itself and all
     * together are tried, of more than 64 only all together; and of those that nobody understands, all together.
     */
    public ImmutableList<Opening> openings(String namespace) {
        return Openings.of(namespaces, namespace);
    }

    /** Webhooks and policies that look at pods of the namespace and may refuse them, whatever they are. */
    public ImmutableList<Evidence> doubts(String namespace) {
        return namespaces.doubts(namespace);
    }

    /** Users whose own pods Pod Security admission lets into every namespace. */
    public ImmutableList<ExemptUser> exemptUsers() {
        return namespaces.exemptUsers();
    }

    /**
     * The policies of which one must admit each pod besides: PodSecurityPolicies or SecurityContextConstraints. Empty where
     * pods need none.
     */
    public Optional<PodPolicies> policies() {
        return policies;
    }

    /**
     * What is written for the security of pods and does not do what its author meant, as far as it takes the server's
     * version or more than one field to tell. In order of the objects; O(pods + namespaces).
     */
    public ImmutableList<Mistake> mistakes() {
        return Mistakes.in(cluster, serverVersion);
    }

    /** What shows that Kyverno looks at pods of the namespace, and so may change them; empty where it does not. */
    public Optional<Evidence> kyverno(String namespace) {
        return kyverno.looksAt(namespace);
    }

    /** Whether Kyverno, where it is, has policies of a kind; unknown where the input does not show it. */
    public Decision kyvernoKnows(KyvernoPolicyKind kind) {
        return kyverno.knows(kind);
    }

    /** By which webhook the API server asks the engine of a policy about pods; a webhook of an engine is its own. */
    public Optional<EngineWebhook> engineWebhook(ObjectRef policy) {
        return engines.get().of(policy);
    }

    /** The ValidatingAdmissionPolicy that a binding of the input puts into force. */
    public Optional<ObjectRef> boundPolicy(ObjectRef binding) {
        return cluster.find(AdmissionPolicy.class, binding)
                .map(AdmissionPolicy::policyName)
                .filter(name -> !name.isEmpty())
                .map(name -> ObjectRef.cluster("ValidatingAdmissionPolicy", name));
    }

    /**
     * Whether Kyverno honours the PolicyExceptions of a namespace; unknown where the input does not show how it is run.
     *
     * @param kind {@link PolicyExemption#EXCEPTION} or {@link PolicyExemption#CEL_EXCEPTION}
     */
    public Decision policyExceptions(String kind, String namespace) {
        return exceptions.get().honoured(kind, namespace);
    }

    /** The namespaces that Kyverno's flags name as those of PolicyExceptions. */
    public ImmutableSet<String> policyExceptionNamespaces() {
        return exceptions.get().namedNamespaces();
    }

    /** The object by which Gatekeeper leaves namespaces out, whether or not the input holds it. */
    public ObjectRef gatekeeperConfig() {
        return gatekeeper.get().config();
    }

    /**
     * Whether Gatekeeper may change pods that are started in a namespace: its mutating webhook is sent them, as {@link
     * AdmissionWebhooks#newPods} says, and its Config does not leave the namespace out.
     */
    public Decision mutatedByGatekeeper(String namespace) {
        if (gatekeeper.get().leavesOut(namespace, Gatekeeper.MUTATION).isPresent()) {
            return Decision.denied();
        }
        return webhooks().all().stream()
                .filter(Gatekeeper::mutates)
                .map(webhook -> webhooks().newPods(webhook, namespace))
                .filter(decision -> decision.outcome() != Outcome.DENIED)
                .min(Comparator.comparing(decision -> decision.isAllowed() ? 0 : 1))
                .orElseGet(Decision::denied);
    }

    /** What the API server sends to which admission webhook. */
    public AdmissionWebhooks webhooks() {
        return webhooks.get();
    }

    /**
     * The controls of the Pod Security Standards that a pod fails, sorted by control; none when it is admitted.
     *
     * @param version the edition: that of an API server, v1.0 or newer; newer than known counts as the newest known
     */
    public static ImmutableList<Violation> violations(Pod pod, Admission.Level level, KubernetesVersion version) {
        return Standards.violations(pod, level, version.minor());
    }

    /** The same for the version of the server, which a level without a version means. */
    public ImmutableList<Violation> violations(Pod pod, Admission.Level level) {
        return violations(pod, level, serverVersion);
    }

    /**
     * Whether a privileged container that is added to the pod while it runs would hold the pod's node: admission of the
     * namespace has to let it in, and the pod may have neither users nor a kernel of its own.
     */
    public Decision privilegedAddition(Pod pod) {
        Admission admission = admission(pod);
        Fact ownUsers = NodeNamespaces.ownUsers(pod, serverVersion);
        if (!admission.admits(Escape.Kind.PRIVILEGED) || ownUsers.isYes()) {
            return Decision.denied();
        }
        Support support = admission.support().and(Support.of(ownUsers.evidence()));
        if (admission.confidence() != Confidence.CERTAIN) {
            return Decision.unknown("admission lets the container in", support);
        }
        if (ownUsers.isUnknown()) {
            return Decision.unknown(
                    "the server drops the field hostUsers, so that the pod has no users of its own", support);
        }
        return Sandboxes.evidence(pod)
                .map(kernel -> Decision.unknown(
                        "the runtime class gives the pod no kernel of its own", support.and(Support.of(kernel))))
                .orElseGet(() -> Decision.allowed(support));
    }

    /**
     * Whether a token of the pod's service account for the API server is mounted into this container: allowed when it is,
     * with each mount a support. Never unknown.
     */
    public Decision token(Pod pod, Container container) {
        return tokens.decide(pod, container);
    }

    /**
     * Whether a token that is not mounted into this container now will be when the pod is made anew, once its service account
     * no longer says {@code automountServiceAccountToken: false}. Never unknown.
     */
    public Decision tokenOnceAccountAllows(Pod pod, Container container) {
        return tokens.decideOnceAccountAllows(pod, container);
    }

    /**
     * Whether a process of this container sees those of the pod's other containers and may enter their file systems:
     * allowed as root, unknown as another user, who has to be theirs. Without supports when it does not see them.
     */
    public Decision seesNeighbours(Pod pod, Container container) {
        if (!pod.spec().shareProcessNamespace()) {
            return Decision.denied();
        }
        Fact root = Users.root(pod, container);
        Support support =
                Support.of(ImmutableList.of(Fields.stated(pod, "shareProcessNamespace", true), root.evidence()));
        return root.isNo()
                ? Decision.unknown("whether the other containers run as the same user", support)
                : Decision.allowed(support);
    }

    /**
     * Whether a process of this container sees those of other pods on its node, without holding the node as a privileged
     * container does. Which of them it may enter is for {@link ProcessOwner#mayEnter}.
     */
    public Decision seesNodeProcesses(Pod pod, Container container) {
        return pod.spec().hostPID() ? NodeNeighbours.processes(facts(pod, container)) : Decision.denied();
    }

    /** As whom a process of this container enters others. */
    public ProcessOwner entering(Pod pod, Container container) {
        return NodeNeighbours.entering(facts(pod, container));
    }

    /** As whom a process of this container is entered from others; empty when it cannot be. */
    public Optional<ProcessOwner> entered(Pod pod, Container container) {
        return NodeNeighbours.entered(facts(pod, container));
    }

    /**
     * Whether this container uses the shared memory of its node, which other pods may use too.
     *
     * @param writing whether it has to be able to write there
     */
    public Decision usesNodeMemory(Pod pod, Container container, boolean writing) {
        return NodeNeighbours.memory(pod, hostMounts.of(pod, container), writing);
    }

    /** Whether it matters to its neighbours, or to the node itself, on which node a pod runs. */
    public boolean concernsItsNode(Pod pod) {
        return pod.spec().hostNetwork()
                || NodeNeighbours.matter(hostMounts, pod)
                || pod.spec().containers().stream()
                        .anyMatch(container -> !escapes(pod, container).isEmpty());
    }

    /** The Secrets that a process in this container can read as files or variables, sorted. */
    public ImmutableList<SecretUse> secrets(Pod pod, Container container) {
        return secrets.ofContainer(pod, container);
    }

    /** The Secrets that this pod brings to its node but to none of its containers, sorted. */
    public ImmutableList<SecretUse> nodeSecrets(Pod pod) {
        return secrets.ofNodeOnly(pod);
    }

    /**
     * The node the pod runs on, or the nodes it may run on. For a pod that is not scheduled, O(nodes) the first time that
     * constraints like its own are met.
     */
    public Placement placement(Pod pod) {
        return placements.of(pod);
    }

    /**
     * Whether the node belongs to the control plane, so that root on it is root over the cluster. Unknown for a node that
     * pods name but the input does not hold, unless an API server or etcd runs there.
     */
    public Decision controlPlane(String node) {
        return controlPlane.decide(node);
    }

    /** As {@link #controlPlane(String)}, for a node of the input: never unknown. */
    public Decision controlPlane(Node node) {
        return controlPlane.decide(node.meta().name());
    }
}
