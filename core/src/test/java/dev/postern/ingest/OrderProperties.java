package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order in which inputs are named changes nothing, not even which of two differing objects counts. */
class OrderProperties {
    @Property(tries = 100)
    void theOrderOfInputsChangesNothing(@ForAll("files") List<String> files, @ForAll Random random) throws IOException {
        Path folder = Files.createTempDirectory("order");
        try {
            List<Input> inputs = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                inputs.add(Input.path(Files.writeString(folder.resolve("f" + i + ".yaml"), files.get(i))));
            }
            ClusterSnapshot expected = ClusterSnapshot.read(inputs);
            assertThat(same(ClusterSnapshot.read(folder), expected)).isTrue();
            Collections.shuffle(inputs, random);
            assertThat(same(ClusterSnapshot.read(inputs), expected)).isTrue();
        } finally {
            delete(folder);
        }
    }

    private static boolean same(ClusterSnapshot a, ClusterSnapshot b) {
        return a.diagnostics().equals(b.diagnostics())
                && a.inventory().equals(b.inventory())
                && a.cluster().services().equals(b.cluster().services())
                && a.cluster().pods().equals(b.cluster().pods())
                && a.cluster().roleBindings().equals(b.cluster().roleBindings())
                && a.cluster().serviceAccounts().equals(b.cluster().serviceAccounts());
    }

    @Provide
    Arbitrary<List<String>> files() {
        return objects()
                .list()
                .ofMinSize(0)
                .ofMaxSize(4)
                .map(list -> list.stream().collect(Collectors.joining("---\n")))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static Arbitrary<String> objects() {
        Arbitrary<String> name = Arbitraries.of("a", "b");
        Arbitrary<String> namespace = Arbitraries.of("", ", namespace: default", ", namespace: shop");
        Arbitrary<String> live = Arbitraries.of("", "", ", uid: u");
        Arbitrary<String> body = Arbitraries.of(
                "{apiVersion: v1, kind: Service, spec: {type: NodePort}",
                "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}",
                "{apiVersion: v1, kind: Pod, spec: {hostPID: true}",
                "{apiVersion: v1, kind: Pod, spec: {hostPID: 'true'}",
                "{apiVersion: v1, kind: ServiceAccount",
                "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: RoleBinding, subjects: [{kind: ServiceAccount, name: a,"
                        + " namespace: other}]",
                "{kind: Nothing",
                "{apiVersion: v1");
        return Combinators.combine(body, name, namespace, live)
                .as((b, n, ns, uid) -> b + ", metadata: {name: " + n + ns + uid + "}}\n");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
