package dev.postern;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.Derived;
import dev.postern.attack.Facts;
import dev.postern.attack.Surroundings;
import dev.postern.attack.rule.BuiltInRules;
import dev.postern.edit.Patch;
import dev.postern.ingest.ChangeException;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.model.Subject;
import dev.postern.network.CniProfile;
import dev.postern.network.Connections;
import dev.postern.network.ConnectionsDiff;
import dev.postern.network.Endpoint;
import dev.postern.network.Enforcement;
import dev.postern.network.EntryPoint;
import dev.postern.network.Flow;
import dev.postern.network.FlowExplanation;
import dev.postern.network.FlowPorts;
import dev.postern.network.Network;
import dev.postern.network.NetworkFinding;
import dev.postern.network.NetworkLint;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.AttackPaths;
import dev.postern.path.BlastRadius;
import dev.postern.path.BlastRadiusFinder;
import dev.postern.path.ChokePointFinder;
import dev.postern.path.ChokePoints;
import dev.postern.path.EscalationFinder;
import dev.postern.path.EscalationQuery;
import dev.postern.path.Escalations;
import dev.postern.path.MissFinder;
import dev.postern.path.NamespaceFinder;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.PathDiffer;
import dev.postern.path.PathFinder;
import dev.postern.path.PathQuery;
import dev.postern.path.PathsDiff;
import dev.postern.path.ReachFinder;
import dev.postern.path.ReachQuery;
import dev.postern.path.WhoReaches;
import dev.postern.path.Why;
import dev.postern.path.WhyFinder;
import dev.postern.path.WhyNot;
import dev.postern.podsecurity.Mistake;
import dev.postern.podsecurity.PodSecurity;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.AllowedSubjects;
import dev.postern.rbac.Explanation;
import dev.postern.rbac.HygieneFinding;
import dev.postern.rbac.ImpersonationReview;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.Rights;
import dev.postern.rbac.UserInfo;
import dev.postern.remediation.CutFinder;
import dev.postern.remediation.CutFolder;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An analysis held in memory. Each part is computed when it is first asked for, once, whichever thread asks. */
final class LocalAnalysis implements Analysis {
    private final ClusterSnapshot snapshot;
    private final ClusterOptions options;
    private final Rbac rbac;
    private final Supplier<Network> network;
    private final Supplier<CniProfile> profile;
    private final Supplier<PodSecurity> podSecurity;
    private final Supplier<ImmutableList<Diagnostic>> mistakes;
    private final Supplier<ImmutableList<Diagnostic>> factFaults;
    /** Taken over from an analysis that has them in common with this one, before this one needed them. */
    private final AtomicReference<@Nullable Surroundings> adopted = new AtomicReference<>();

    private final Supplier<Surroundings> surroundings;
    private final Supplier<Facts> facts;
    private final Supplier<AttackGraph> graph;
    private final Supplier<PathFinder> paths;
    private final Supplier<ChokePointFinder> chokePoints;
    private final Supplier<NamespaceMatrix> namespaces;

    LocalAnalysis(ClusterSnapshot snapshot, ClusterOptions options) {
        this.snapshot = snapshot;
        this.options = options;
        Cluster cluster = snapshot.cluster();
        this.rbac = Rbac.of(cluster, options.rbac());
        this.profile = Suppliers.memoize(() -> options.cni().orElseGet(() -> CniProfile.of(cluster)));
        // Of pods that are there: those that somebody could create are for the graph alone, and cost much more.
        this.network = Suppliers.memoize(() -> Network.of(cluster, profile.get()));
        this.podSecurity = Suppliers.memoize(() -> PodSecurity.of(cluster, rbac.version()));
        this.mistakes = Suppliers.memoize(this::findMistakes);
        this.factFaults = Suppliers.memoize(() -> FactFaults.of(snapshot));
        this.surroundings = Suppliers.memoize(() -> {
            Surroundings known = adopted.get();
            if (known != null) {
                return known;
            }
            return Surroundings.of(
                    cluster, rbac.kubelets(), Network.withNewcomers(cluster, profile.get()), podSecurity.get());
        });
        this.facts = Suppliers.memoize(() -> {
            // What rules ask of RBAC first takes as long as everything that they ask of nothing else.
            CompletableFuture.runAsync(rbac::grants);
            return Facts.of(cluster, rbac, surroundings.get());
        });
        this.graph = Suppliers.memoize(() -> Derivation.run(facts.get(), BuiltInRules.all()));
        this.namespaces = Suppliers.memoize(() -> new NamespaceFinder(facts.get(), graph.get()).find());
        this.chokePoints = Suppliers.memoize(() -> new ChokePointFinder(facts.get(), graph.get()));
        this.paths = Suppliers.memoize(() -> new PathFinder(facts.get(), graph.get()));
    }

    @Override
    public ClusterSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public Analysis after(ClusterSnapshot changed) {
        boolean told = options.cni().isPresent() || CniProfile.isTold(snapshot.cluster());
        ClusterSnapshot known = changed;
        if (changed.cluster().facts().isEmpty()) {
            for (ClusterFacts said : snapshot.cluster().facts()) {
                known = known.knowing(said);
            }
        }
        return new LocalAnalysis(known, told ? options.withCni(profile.get()) : options);
    }

    @Override
    public AttackGraph graph() {
        return graph.get();
    }

    private Derived derived() {
        return new Derived(facts.get(), graph.get(), BuiltInRules.all());
    }

    @Override
    public Decision decide(AccessReview review) {
        return rbac.decide(review);
    }

    @Override
    public Decision decide(ImpersonationReview review) {
        return rbac.decide(review);
    }

    @Override
    public Decision decide(Flow flow) {
        return network.get().decide(flow);
    }

    @Override
    public CniProfile profile() {
        return profile.get();
    }

    @Override
    public FlowExplanation explain(Flow flow) {
        return network.get().explain(flow);
    }

    @Override
    public FlowPorts ports(Endpoint source, Endpoint destination) {
        return network.get().ports(source, destination);
    }

    @Override
    public Connections connections() {
        return network.get().connections();
    }

    @Override
    public ImmutableList<NetworkFinding> networkFindings() {
        return NetworkLint.of(network.get(), enforcement());
    }

    @Override
    public ImmutableList<EntryPoint> entryPoints() {
        return network.get().entryPoints();
    }

    @Override
    public ConnectionsDiff connectionsDiff(Analysis newer) {
        return ConnectionsDiff.of(
                network.get(), network.get().after(newer.snapshot().cluster(), newer.profile()));
    }

    @Override
    public Enforcement enforcement() {
        return Enforcement.of(snapshot.cluster(), options.cni());
    }

    @Override
    public Explanation explain(AccessRequest request, UserInfo user) {
        return rbac.explain(request, user);
    }

    @Override
    public UserInfo user(Subject subject) {
        return rbac.user(subject);
    }

    @Override
    public AllowedSubjects whoCan(AccessRequest request) {
        return rbac.whoCan(request);
    }

    @Override
    public Rights rights(Subject subject) {
        return rbac.rights(subject);
    }

    @Override
    public ImmutableList<Diagnostic> networkDiagnostics() {
        return Stream.of(snapshot.diagnostics(), network.get().diagnostics(), factFaults.get())
                .flatMap(List::stream)
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public ImmutableList<Diagnostic> accessDiagnostics() {
        return Stream.of(snapshot.diagnostics(), rbac.diagnostics(), factFaults.get())
                .flatMap(List::stream)
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public Summary summary() {
        return Summary.of(this);
    }

    @Override
    public AttackPaths paths(PathQuery query) {
        return paths.get().find(query);
    }

    @Override
    public Why why(PathQuery query) {
        return new WhyFinder(paths.get()).find(query);
    }

    @Override
    public WhyNot whyNot(PathQuery query) {
        return new MissFinder(derived()).find(query);
    }

    @Override
    public WhoReaches whoReaches(ReachQuery query) {
        return new ReachFinder(facts.get(), graph.get()).find(query);
    }

    @Override
    public BlastRadius blastRadius(ReachQuery query) {
        return new BlastRadiusFinder(facts.get(), graph.get()).find(query);
    }

    @Override
    public ChokePoints chokePoints(PathQuery query) {
        return chokePoints.get().find(query);
    }

    @Override
    public NamespaceMatrix namespaces() {
        return namespaces.get();
    }

    @Override
    public Remediation cut(CutQuery query) {
        return new CutFinder(derived()).cut(query);
    }

    @Override
    public Remediation write(Remediation cut, Path folder) throws IOException {
        ImmutableList.Builder<String> files = ImmutableList.builder();
        List<Change> changes = new ArrayList<>();
        for (CutFolder.Written written : CutFolder.write(cut, folder)) {
            if (!written.file().isEmpty()) {
                files.add(written.file());
            }
            String text = written.file().isEmpty() ? "" : Files.readString(folder.resolve(written.file()));
            changes.add(change(written.patch(), text));
        }
        files.add(CutFolder.COMMANDS);
        try {
            Cluster changed = snapshot.with(changes).cluster();
            return cut.withFiles(files.build(), CutFinder.closes(cut, derived().after(changed)));
        } catch (ChangeException e) {
            return cut.withFiles(files.build(), false).withNote("the files were not tried: " + e.getMessage());
        }
    }

    private static Change change(Patch patch, String text) {
        switch (patch.form()) {
            case CREATE:
                return Change.put(text);
            case DELETE:
                return Change.delete(patch.object());
            default:
                return Change.patch(patch.object(), Change.Format.JSON, text);
        }
    }

    @Override
    public AnalysisDiff diff(Analysis newer, List<PathQuery> queries) {
        if (!(newer instanceof LocalAnalysis other)) {
            throw new IllegalArgumentException("an analysis is compared with another that Postern.analyze made");
        }
        if (profile() == other.profile() && surroundings.get().hold(other.snapshot.cluster(), other.rbac.version())) {
            other.adopted.set(surroundings.get());
        }
        CompletableFuture<PathFinder> mine = CompletableFuture.supplyAsync(paths);
        // The older graph is asked while the newer one is derived.
        List<CompletableFuture<AttackPaths>> before = queries.stream()
                .map(query -> mine.thenApplyAsync(finder -> finder.find(query)))
                .toList();
        PathFinder theirs = other.paths.get();
        PathDiffer differ = new PathDiffer(mine.join(), theirs);
        List<CompletableFuture<PathsDiff>> answers = before.stream()
                .map(answer -> answer.thenApplyAsync(differ::diff))
                .toList();
        return new AnalysisDiff(
                differ.objects(), answers.stream().map(LocalAnalysis::joined).collect(ImmutableList.toImmutableList()));
    }

    /** A fault of the question is thrown as it is where it was asked on another thread, too. */
    private static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public Escalations escalations(EscalationQuery query) {
        return new EscalationFinder(facts.get(), graph.get()).find(query);
    }

    @Override
    public ImmutableList<HygieneFinding> hygiene() {
        return rbac.hygiene();
    }

    @Override
    public ImmutableList<Diagnostic> diagnostics() {
        return Stream.of(
                        snapshot.diagnostics(),
                        rbac.diagnostics(),
                        network.get().diagnostics(),
                        mistakes.get(),
                        factFaults.get(),
                        PodSecurity.literalCredentials(snapshot.cluster()))
                .flatMap(List::stream)
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    /** Their places are looked up in the files: only few inputs have any. */
    private ImmutableList<Diagnostic> findMistakes() {
        ImmutableList<Mistake> found = podSecurity.get().mistakes();
        Map<Evidence, SourceRef> places =
                snapshot.locate(found.stream().map(Mistake::fact).toList());
        return found.stream()
                .map(mistake -> new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        mistake.code(),
                        mistake.fact().object() + " " + mistake.fact().field() + " " + mistake.message(),
                        places.getOrDefault(mistake.fact(), SourceRef.NONE)))
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public ImmutableMap<Evidence, SourceRef> locate(Collection<Evidence> evidence) {
        return snapshot.locate(evidence);
    }
}
