package dev.postern.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Postern;
import dev.postern.edit.Edit;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An Ingress is made to be reached from outside: that nothing shows how does not close it. */
final class IngressCutTest {
    private static final String CLUSTER = """
            apiVersion: v1
            kind: Pod
            metadata: {namespace: edge, name: controller, labels: {app.kubernetes.io/name: ingress-nginx}}
            spec: {containers: [{name: c, image: registry.example/c:1, ports: [{containerPort: 443}]}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {namespace: edge, name: controller}
            spec: {type: LoadBalancer, selector: {app.kubernetes.io/name: ingress-nginx}, ports: [{port: 443}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {namespace: shop, name: till}
            spec:
              ingressClassName: nginx
              defaultBackend: {service: {name: till, port: {number: 80}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {namespace: shop, name: till}
            spec: {selector: {app: till}, ports: [{port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {namespace: shop, name: till, labels: {app: till}}
            spec:
              containers:
                - {name: c, image: registry.example/c:1, ports: [{containerPort: 8080}], securityContext: {privileged: true}}
            """;

    @Test
    void aServiceOfTheControllerIsNotWhatClosesIt() {
        byte[] text = CLUSTER.getBytes(UTF_8);
        Remediation cut = Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))))
                .cut(CutQuery.of(PathQuery.from(Place.internet()).to(Place.anyNode())));

        assertThat(cut.edits())
                .extracting(Remediation.PlannedEdit::edit)
                .extracting(Edit::object)
                .allSatisfy(object -> assertThat(object.namespace()).isEqualTo("shop"));
        assertThat(cut.optimal()).isTrue();
        assertThat(cut.proof().analyses()).as("seen without making the edit").isEqualTo(1);
    }
}
