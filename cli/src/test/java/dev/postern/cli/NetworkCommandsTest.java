package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code connections} and {@code reach}: answers, exit codes and mistakes in their use. */
final class NetworkCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: cart, namespace: shop, labels: {app: cart}}
                spec: {containers: [{name: c, image: cart}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: db, namespace: shop}
                spec:
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: c, image: db}]}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: db, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: db}}
                  ingress:
                  - from: [{podSelector: {matchLabels: {app: cart}}}, {podSelector: {matchLabels: {app: report}}}]
                    ports: [{port: 5432}]
                  - from: [{ipBlock: {cidr: 10.0.0.0/8}}]
                    ports: [{port: 9}]
                """);
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String input() {
        return folder.resolve("shop.yaml").toString();
    }

    @Test
    void connectionsAreListed() {
        assertThat(run("connections", input())).isZero();
        assertThat(out).hasToString("""
                        0.0.0.0-255.255.255.255[External] => shop/cart[Pod] : All Connections
                        10.0.0.0-10.255.255.255[External] => shop/db[Deployment] : TCP 9
                        shop/cart[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections
                        shop/cart[Pod] => shop/db[Deployment] : TCP 5432 (unknown: TCP 9)
                        shop/db[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections
                        shop/db[Deployment] => shop/cart[Pod] : All Connections
                        """);
    }

    @Test
    void aProfileIsObeyedAndOneWorkloadPickedOut() {
        assertThat(run("connections", input(), "--profile", "cilium", "--workload", "shop/db", "-o", "csv"))
                .isZero();
        assertThat(out).hasToString("""
                        src,dst,conn,unknown
                        10.0.0.0-10.255.255.255[External],shop/db[Deployment],TCP 9,
                        shop/cart[Pod],shop/db[Deployment],TCP 5432,
                        shop/db[Deployment],0.0.0.0-255.255.255.255[External],All Connections,
                        shop/db[Deployment],shop/cart[Pod],All Connections,
                        """);
    }

    @Test
    void exposureIsListedBehind() {
        assertThat(run("connections", input(), "--exposure", "--workload", "shop/db"))
                .isZero();
        assertThat(out.toString())
                .contains("shop/db[Deployment] <= shop/[pod with {app=report}] : TCP 5432\n")
                .doesNotContain("{app=cart}")
                .contains("shop/db[Deployment] is not protected on Egress\n")
                .doesNotContain("shop/cart[Pod] is not protected");
    }

    @Test
    void aListGoesIntoAFileWhole() throws IOException {
        Path file = folder.resolve("list.json");
        assertThat(run("connections", input(), "-o", "json", "--output-file", file.toString()))
                .isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(Files.readString(file)).startsWith("{\n").endsWith("}\n").contains("\"profile\" : \"kubernetes\"");
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void whatIsNotThereOrNotUnderstoodIsAMistakeInTheUse() {
        assertThat(run("connections", input(), "--workload", "shop/nobody")).isEqualTo(2);
        assertThat(run("connections", input(), "--workload", "db")).isEqualTo(2);
        assertThat(run("connections", input(), "--profile", "weave")).isEqualTo(2);
        assertThat(run("connections", input(), "-o", "svg")).isEqualTo(2);
        assertThat(run("reach", input(), "--from", "cart", "--to", "shop/db")).isEqualTo(2);
        assertThat(run("reach", input(), "--from", "shop/cart", "--to", "shop/db", "--port", "0"))
                .isEqualTo(2);
        assertThat(run("reach", input(), "--from", "shop/cart", "--to", "shop/db", "--port", "icmp/1"))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aRefusedPolicyIsSaid() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: bad, namespace: shop}
                spec:
                  podSelector: {}
                  ingress: [{from: [{ipBlock: {cidr: nonsense}}]}]
                """);
        run("connections", folder.toString());
        assertThat(err.toString()).contains("NetworkPolicy shop/bad").contains("is not a CIDR");
    }

    @Test
    void reachSaysYesNoAndUnknown() {
        assertThat(run("reach", input(), "--from", "shop/cart", "--to", "shop/db", "--port", "tcp/5432", "--why"))
                .isZero();
        assertThat(out.toString())
                .startsWith("allowed: shop/cart to shop/db, TCP 5432\n")
                .contains("ingress of Deployment shop/db: allowed\n")
                .contains("spec.ingress[0].from[0].podSelector = app=cart");
        out.getBuffer().setLength(0);
        assertThat(run("reach", input(), "--from", "shop/cart", "--to", "shop/db", "--port", "80"))
                .isEqualTo(1);
        assertThat(out.toString())
                .startsWith("denied: shop/cart to shop/db, TCP 80\n  stopped by the ingress of Deployment shop/db\n")
                .contains("would pass with one more rule in NetworkPolicy shop/db, spec.ingress:\n"
                        + "    {\"from\":[{\"podSelector\":{\"matchLabels\":{\"app\":\"cart\"}}}],"
                        + "\"ports\":[{\"protocol\":\"TCP\",\"port\":80}]}\n");
        out.getBuffer().setLength(0);
        assertThat(run("reach", input(), "--from", "shop/cart", "--to", "shop/db", "--port", "9"))
                .isEqualTo(3);
        assertThat(out.toString()).startsWith("unknown: ").contains("  not known: the address of Pod shop/cart");
    }

    @Test
    void reachFollowsAService() throws IOException {
        Files.writeString(folder.resolve("service.yaml"), """
                apiVersion: v1
                kind: Service
                metadata: {name: sql, namespace: shop}
                spec: {selector: {app: db}, ports: [{port: 80, targetPort: 5432}]}
                """);
        String[] ends = {"reach", folder.toString(), "--from", "shop/cart", "--to", "service:shop/sql"};
        assertThat(run(ends)).isZero();
        assertThat(out).hasToString("allowed: shop/cart to Service shop/sql\n  allowed on TCP 80\n");
        out.getBuffer().setLength(0);
        String[] why = Stream.concat(Stream.of(ends), Stream.of("--port", "80", "--why"))
                .toArray(String[]::new);
        assertThat(run(why)).isZero();
        assertThat(out.toString())
                .startsWith("allowed: shop/cart to Service shop/sql, TCP 80\n"
                        + "  behind it: Deployment shop/db, TCP 5432\n"
                        + "    Service shop/sql  spec.ports[0].port = 80  ")
                .contains("    Service shop/sql  spec.selector = app=db  ");
        out.getBuffer().setLength(0);
        String[] json = Stream.concat(Stream.of(ends), Stream.of("--port", "81", "-o", "json"))
                .toArray(String[]::new);
        assertThat(run(json)).isEqualTo(1);
        assertThat(out.toString()).contains("\"value\" : \"TCP 80\"").doesNotContain("\"behind\"");
    }

    @Test
    void reachTellsAllPortsWhereNoneIsGiven() {
        assertThat(run("reach", input(), "--from", "shop/cart", "--to", "shop/db"))
                .isZero();
        assertThat(out).hasToString("allowed: shop/cart to shop/db\n  allowed on TCP 5432\n  unknown on TCP 9\n");
    }
}
