package dev.postern.network;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Diagnostic;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What manifests expose, read as a program reads them. */
final class ExposureWorlds {
    private static final String API = "apiVersion: gateway.networking.k8s.io/v1\n";

    private ExposureWorlds() {}

    static Network network(String... manifests) {
        byte[] text = String.join("\n---\n", manifests).getBytes(StandardCharsets.UTF_8);
        return Network.of(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text))))
                .cluster());
    }

    /** As {@code Kind namespace/name -> pod protocol port confidence}. */
    static List<String> entries(String... manifests) {
        return network(manifests).entryPoints().stream()
                .map(entry -> entry.via() + " -> " + entry.backend().object().qualifiedName() + " " + entry.protocol()
                        + " " + entry.port() + " " + entry.confidence())
                .toList();
    }

    /** As {@code code: message}. */
    static List<String> faults(String... manifests) {
        return network(manifests).diagnostics().stream()
                .map(diagnostic -> diagnostic.code() + ": " + diagnostic.message())
                .toList();
    }

    static List<Diagnostic> diagnostics(String... manifests) {
        return network(manifests).diagnostics();
    }

    /** A pod with label {@code app: <name>} that listens on 8080, called {@code http}. */
    static String pod(String namespace, String name) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {namespace: " + namespace + ", name: " + name + ", labels: {app: "
                + name + "}}\nspec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}";
    }

    /** A ClusterIP Service for that pod: port 80, called {@code web}, to the port called {@code http}. */
    static String service(String namespace, String name) {
        return "apiVersion: v1\nkind: Service\nmetadata: {namespace: " + namespace + ", name: " + name
                + "}\nspec: {selector: {app: " + name + "}, ports: [{name: web, port: 80, targetPort: http}]}";
    }

    static String namespace(String name, String labels) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + ", labels: " + labels + "}";
    }

    static String gatewayClass(String name, String controller) {
        return API + "kind: GatewayClass\nmetadata: {name: " + name + "}\nspec: {controllerName: " + controller + "}";
    }

    /** A Gateway {@code infra/edge} of class {@code some}. */
    static String gateway(String listeners) {
        return gateway("some", "listeners: " + listeners, "{}");
    }

    static String gateway(String className, String spec, String status) {
        return API + "kind: Gateway\nmetadata: {namespace: infra, name: edge}\nspec: {gatewayClassName: " + className
                + ", " + spec + "}\nstatus: " + status;
    }

    /** A route called {@code r}. */
    static String route(String kind, String namespace, String parents, String rest) {
        return API + "kind: " + kind + "\nmetadata: {namespace: " + namespace + ", name: r}\nspec: {parentRefs: "
                + parents + ", " + rest + "}";
    }

    static String grant(String namespace, String from, String to) {
        return API + "kind: ReferenceGrant\nmetadata: {namespace: " + namespace + ", name: g}\nspec: {from: [" + from
                + "], to: [" + to + "]}";
    }
}
