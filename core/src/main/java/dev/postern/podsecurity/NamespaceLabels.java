package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission.Level;
import dev.postern.podsecurity.InstalledChecks.Found;
import dev.postern.podsecurity.InstalledChecks.Restriction;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the Pod Security labels of a namespace as the API server does.
 *
 * <p>An unknown level counts as restricted, an unknown version as latest. Without the label the API server's own
 * configuration decides, which is privileged unless the input holds one that says otherwise. Servers before v1.23 ignore the labels. Source:
 * pod-security-admission, {@code api.PolicyToEvaluate}; KEP-2579.
 */
final class NamespaceLabels {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String ENFORCE_VERSION = "pod-security.kubernetes.io/enforce-version";
    static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,4})");

    static final ImmutableSet<Escape.Kind> ONLY_ON_WINDOWS = ImmutableSet.of(Escape.Kind.HOST_PROCESS);

    private final Cluster cluster;
    private final KubernetesVersion serverVersion;
    private final CreatedPods created;
    private final PodSecurityConfigurations configured;
    private final InstalledChecks checks;
    private final ConcurrentMap<Edition, ImmutableSet<Escape.Kind>> openByEdition = new ConcurrentHashMap<>();

    private record Edition(Level level, int minor, ImmutableSet<Restriction> restrictions) {}

    NamespaceLabels(Cluster cluster, KubernetesVersion serverVersion, CreatedPods created, InstalledChecks checks) {
        this.cluster = cluster;
        this.serverVersion = serverVersion;
        this.created = created;
        this.configured = new PodSecurityConfigurations(cluster);
        this.checks = checks;
    }

    /** Of pods whose author chooses the runtime class. */
    Admission admission(String name) {
        return checked(checks.in(namespace(name), Relabelling.NONE), byLevel(name));
    }

    /** By Pod Security alone. */
    private Admission byLevel(String name) {
        Admission admission = of(name);
        return admission.level() == Level.PRIVILEGED
                ? admission
                : configured
                        .bestRuntimeClass()
                        .map(exemption -> opened(admission, exemption.confidence(), exemption.support()))
                        .orElse(admission);
    }

    /** Of pods like one that exists. */
    Admission admission(Pod pod) {
        Admission admission = of(pod.namespace());
        return checked(
                checks.in(namespace(pod.namespace()), Relabelling.NONE),
                admission.level() == Level.PRIVILEGED
                        ? admission
                        : configured
                                .runtimeClass(pod)
                                .map(exempt -> opened(admission, Confidence.CERTAIN, exempt))
                                .orElse(admission));
    }

    /** See {@link PodSecurity#beyondLevel}. */
    Admission beyondLevel(String name, Relabelling relabelling) {
        return checked(checks.in(namespace(name), relabelling), privileged());
    }

    /** What lets pods into a namespace. */
    record Standing(Admission level, Found checks) {
        boolean isChecked() {
            return !checks.equals(Found.NOTHING);
        }
    }

    /** Whoever relabels a namespace chooses its level too. */
    Standing standing(String name, Relabelling relabelling) {
        return new Standing(
                relabelling == Relabelling.NONE ? byLevel(name) : privileged(),
                checks.in(namespace(name), relabelling));
    }

    private Admission privileged() {
        return new Admission(
                Level.PRIVILEGED,
                "latest",
                openTo(Level.PRIVILEGED, "latest", ImmutableSet.of()),
                Confidence.CERTAIN,
                Support.NONE);
    }

    /** What is let in, of the checks as far as they are of policies that some say of. */
    Admission admission(Standing standing, Predicate<ObjectRef> policies) {
        return checked(standing.checks().of(policies), standing.level());
    }

    private static Admission opened(Admission admission, Confidence confidence, Support support) {
        return new Admission(Level.PRIVILEGED, "latest", admission.openTo(), confidence, support);
    }

    /** The same, as far as what was installed besides lets pods in. */
    private Admission checked(Found found, Admission admission) {
        ImmutableSet<Escape.Kind> openTo = openTo(admission.level(), admission.version(), found.restrictions());
        boolean untouched = found.doubts().isEmpty() && found.exemptions().isEmpty();
        if (untouched && openTo.equals(admission.openTo())) {
            return admission;
        }
        if (openTo.isEmpty()) {
            return with(admission, openTo, admission.confidence(), found.grounds());
        }
        boolean doubtful = !found.doubts().isEmpty() || openTo.equals(ONLY_ON_WINDOWS);
        return with(
                admission,
                openTo,
                doubtful ? Confidence.POSSIBLE : admission.confidence(),
                admission.support().and(Support.of(found.doubts())).and(Support.of(found.exemptions())));
    }

    /** Checks of which it is open whether they let a pod in. */
    ImmutableList<Evidence> doubts(String name) {
        return checks.in(namespace(name), Relabelling.NONE).doubts();
    }

    private static Admission with(
            Admission admission, ImmutableSet<Escape.Kind> openTo, Confidence confidence, Support support) {
        return new Admission(admission.level(), admission.version(), openTo, confidence, support);
    }

    private Namespace namespace(String name) {
        return cluster.namespace(name).orElseGet(() -> Namespace.implied(name));
    }

    private Admission of(String name) {
        Namespace namespace = namespace(name);
        ObjectRef ref = namespace.ref();
        Map<String, String> labels = namespace.meta().labels();
        String label = labels.get(ENFORCE);
        if (!serverVersion.isAtLeast(1, 23)) {
            return admission(
                    Level.PRIVILEGED, "latest", Evidence.byDefault(ref, field(ENFORCE), "not enforced before v1.23"));
        }
        Optional<Evidence> exempt = configured.namespace(name);
        if (exempt.isPresent()) {
            return admission(Level.PRIVILEGED, "latest", exempt.get());
        }
        if (label == null) {
            return configured
                    .widestDefault()
                    .map(byDefault ->
                            admission(level(byDefault.level()), version(byDefault.version()), byDefault.evidence()))
                    .orElseGet(() -> admission(
                            Level.PRIVILEGED, "latest", Evidence.byDefault(ref, field(ENFORCE), "privileged")));
        }
        return admission(
                level(label),
                version(labels.getOrDefault(ENFORCE_VERSION, "latest")),
                Evidence.stated(ref, field(ENFORCE), label));
    }

    private static String version(String version) {
        return VERSION.matcher(version).matches() ? version : "latest";
    }

    private Admission admission(Level level, String version, Evidence evidence) {
        return new Admission(
                level, version, openTo(level, version, ImmutableSet.of()), Confidence.CERTAIN, Support.of(evidence));
    }

    /** Users whose own pods are let in everywhere. */
    ImmutableList<ExemptUser> exemptUsers() {
        return serverVersion.isAtLeast(1, 23) ? configured.users() : ImmutableList.of();
    }

    /** Exact comparison, as the API server's: {@code Privileged} is not a level, and so restricted. */
    static Level level(String label) {
        for (Level level : Level.values()) {
            if (Ascii.toLowerCase(level.name()).equals(label)) {
                return level;
            }
        }
        return Level.RESTRICTED;
    }

    /**
     * The escapes from pods that pass: what the standards say, edition by edition. A claim on a volume that is itself a host
     * path passes every level: a technique of its own, with rights of its own.
     */
    private ImmutableSet<Escape.Kind> openTo(Level level, String version, ImmutableSet<Restriction> restrictions) {
        return openByEdition.computeIfAbsent(
                new Edition(level, minor(version), restrictions),
                edition -> created.escapes(latitude(edition)).stream()
                        .map(Escape::kind)
                        .collect(Sets.toImmutableEnumSet()));
    }

    private Latitude latitude(Edition edition) {
        Latitude latitude = StandardLatitudes.of(edition.level(), edition.minor());
        for (Restriction restriction : edition.restrictions()) {
            latitude = latitude.without(restriction.forbids());
            if (!restriction.level().isEmpty()) {
                int minor = minor(version(restriction.version()));
                latitude = latitude.and(StandardLatitudes.of(level(restriction.level()), minor));
            }
        }
        return latitude;
    }

    private int minor(String version) {
        return version.equals("latest") ? serverVersion.minor() : Integer.parseInt(version.substring("v1.".length()));
    }

    private static String field(String label) {
        return "metadata.labels[" + label + "]";
    }
}
