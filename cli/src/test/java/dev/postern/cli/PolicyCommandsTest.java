package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netlint}, {@code exposure} and {@code netdiff}: answers, exit codes and mistakes in their use. */
final class PolicyCommandsTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: web, ports: [{containerPort: 8080}]}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: deny, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
            """;
    private static final String POLICY = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
              - from: [{ipBlock: {cidr: 0.0.0.0/0}}]
                ports: [{port: PORT}]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("good.yaml"), WEB + POLICY.replace("PORT", "8080"));
        Files.writeString(folder.resolve("odd.yaml"), WEB + POLICY.replace("PORT", "80"));
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void lintIsQuietAboutWhatIsAsItShouldBe() {
        assertThat(run("netlint", file("good.yaml"))).isZero();
        assertThat(out.toString()).contains("0 warnings, 1 note").contains("[enforcement-unproven]");
    }

    @Test
    void lintWarnsWithThePlaceAndTheReason() {
        assertThat(run("netlint", file("odd.yaml"))).isEqualTo(1);
        assertThat(out.toString())
                .contains("1 warning, 1 note")
                .contains("[service-port]")
                .contains("spec.ingress[0].ports[0] = TCP 80  " + file("odd.yaml") + ":27")
                .contains("Service shop/web  spec.ports[0].targetPort = 8080  " + file("odd.yaml") + ":13");
    }

    @Test
    void theInternetComesThroughTheServiceAsFarAsPolicyLetsIt() {
        assertThat(run("exposure", file("good.yaml"))).isZero();
        assertThat(out.toString())
                .contains("1 way in from the internet")
                .contains("internet → LoadBalancer Service shop/web → Deployment shop/web TCP 8080  [LIKELY, 1 pod]")
                .contains("spec.ingress[0].from[0].ipBlock = 0.0.0.0/0");
        out.getBuffer().setLength(0);
        assertThat(run("exposure", file("odd.yaml"))).isZero();
        assertThat(out.toString()).contains("nothing is open to the internet");
    }

    @Test
    void exposureIsATableForSpreadsheetsAndForPages() {
        assertThat(run("exposure", file("good.yaml"), "-o", "csv")).isZero();
        assertThat(out).hasToString("""
                        from,how,via,workload,port,pods,confidence,gates
                        internet,LoadBalancer,Service shop/web,Deployment shop/web,TCP 8080,1,LIKELY,
                        """);
        out.getBuffer().setLength(0);
        assertThat(run("exposure", file("good.yaml"), "-o", "md")).isZero();
        assertThat(out.toString()).contains("| `internet` | `LoadBalancer` | `Service shop/web` |");
    }

    @Test
    void aDifferenceNamesThePolicyResponsible() {
        assertThat(run("netdiff", file("good.yaml"), file("odd.yaml"))).isZero();
        assertThat(out).hasToString("""
                        ~ 0.0.0.0-255.255.255.255[External] => shop/web[Deployment] : TCP 8080 -> TCP 80
                              NetworkPolicy shop/web changed  %s:20

                        0 added, 0 removed, 1 changed
                        """.formatted(file("odd.yaml")));
    }

    @Test
    void namesCannotMoveTheCursor() throws IOException {
        String hostile =
                (WEB + POLICY.replace("PORT", "80")).replace("name: web, namespace", "name: \"w\\eb\", namespace");
        Files.writeString(folder.resolve("hostile.yaml"), hostile);
        for (String command : new String[] {"netlint", "exposure"}) {
            run(command, file("hostile.yaml"));
        }
        run("netdiff", file("hostile.yaml"), file("good.yaml"));
        assertThat(out.toString()).contains("w\\u{1b}b").doesNotContain("\u001b");
    }

    @Test
    void mistakesInTheirUse() {
        assertThat(run("netlint")).isEqualTo(2);
        assertThat(run("netlint", file("good.yaml"), "-o", "csv")).isEqualTo(2);
        assertThat(run("netdiff", file("good.yaml"))).isEqualTo(2);
        assertThat(run("exposure", file("missing.yaml"))).isEqualTo(3);
    }
}
