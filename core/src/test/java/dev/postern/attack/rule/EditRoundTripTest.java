package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.edit.Draft;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.edit.Patch;
import dev.postern.edit.Patches;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What an edit does to the model is what its patch does to the file, read again. */
final class EditRoundTripTest {
    @Provide
    Arbitrary<CatalogueWorld> worlds() {
        return CatalogueWorld.any();
    }

    @Property(tries = 40)
    void aPatchDoesWhatItsEditDoes(@ForAll("worlds") CatalogueWorld world) throws IOException {
        Path file = Files.createTempFile("world", ".yaml");
        try {
            Files.writeString(file, String.join("", world.documents()));
            ClusterSnapshot snapshot = ClusterSnapshot.read(file);
            TreeSet<Edit> edits = edits(Postern.analyze(snapshot));
            for (Edit edit : edits) {
                same(snapshot, List.of(edit));
            }
            // Several at once: of each object, every second one.
            List<Edit> some = new ArrayList<>();
            int number = 0;
            for (Edit edit : edits) {
                if (number++ % 2 == 0) {
                    some.add(edit);
                }
            }
            same(snapshot, some);
        } finally {
            Files.delete(file);
        }
    }

    private static TreeSet<Edit> edits(Analysis analysis) {
        Edits edits = Edits.of(analysis.snapshot().cluster());
        TreeSet<Edit> all = new TreeSet<>();
        analysis.graph()
                .forEachEdge(edge -> edge.supports()
                        .forEach(support -> support.facts().forEach(fact -> all.addAll(edits.removing(fact)))));
        return all;
    }

    private static void same(ClusterSnapshot snapshot, List<Edit> edits) {
        Cluster before = snapshot.cluster();
        Map<String, Object> model = text(Draft.edited(before, edits));
        List<Change> changes = new ArrayList<>();
        for (Patch patch : Patches.of(before, edits).values()) {
            changes.add(
                    switch (patch.form()) {
                        case CREATE -> Change.put(patch.yaml());
                        case DELETE -> Change.delete(patch.object());
                        default -> Change.patch(patch.object(), Change.Format.JSON, patch.yaml());
                    });
        }
        assertThat(text(snapshot.with(changes).cluster()))
                .as("%s by %s", edits.stream().map(Edit::describe).toList(), changes)
                .isEqualTo(model);
        if (!edits.isEmpty()) {
            assertThat(model).isNotEqualTo(text(before));
        }
    }

    /** Everything that an edit can change, by the name of the object. */
    private static Map<String, Object> text(Cluster cluster) {
        Map<String, Object> text = new TreeMap<>();
        cluster.roles().forEach(role -> text.put(role.ref().toString(), role.rules()));
        cluster.roleBindings().forEach(binding -> text.put(binding.ref().toString(), binding.subjects()));
        cluster.serviceAccounts()
                .forEach(account -> text.put(account.ref().toString(), account.automountServiceAccountToken()));
        cluster.namespaces()
                .forEach(namespace ->
                        text.put(namespace.ref().toString(), namespace.meta().labels()));
        cluster.networkPolicies()
                .forEach(policy -> text.put(
                        policy.ref().toString(),
                        List.of(policy.podSelector(), policy.ingress(), policy.egress(), policy.isolatesEgress())));
        cluster.services()
                .forEach(service -> text.put(
                        service.ref().toString(),
                        List.of(
                                service.type(),
                                service.ports(),
                                service.externalIPs(),
                                service.loadBalancerSourceRanges(),
                                service.externalTrafficPolicy())));
        cluster.ingresses().forEach(ingress -> text.put(ingress.ref().toString(), ingress.backends()));
        cluster.gatewayRoutes().forEach(route -> text.put(route.ref().toString(), route.rules()));
        cluster.openShiftRoutes().forEach(route -> text.put(route.ref().toString(), route.backends()));
        cluster.secrets().forEach(secret -> text.put(secret.ref().toString(), secret.type()));
        cluster.workloads()
                .forEach(workload ->
                        text.put(workload.ref().toString(), workload.template().spec()));
        cluster.pods().forEach(pod -> text.put("pod of " + pod.object(), pod.spec()));
        return text;
    }
}
