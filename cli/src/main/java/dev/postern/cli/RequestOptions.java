package dev.postern.cli;

import dev.postern.rbac.AccessRequest;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request as kubectl writes it: verb, target, and where. */
final class RequestOptions {
    @Parameters(
            index = "0",
            paramLabel = "VERB",
            description = "get, list, create, impersonate, ...; * for every verb.")
    private String verb = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "RESOURCE[/SUBRESOURCE][/NAME], or a URL that starts with a slash.")
    private String target = "";

    @Option(
            names = "--subresource",
            paramLabel = "SUB",
            description = "The subresource; a slash in TARGET is then a name's.")
    private Optional<String> subresource = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "The namespace of the request (default: --input-namespace, else default).")
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Ask about all namespaces.")
    private boolean allNamespaces;

    @Option(names = "--all-reasons", description = "Give every ground, not only the first.")
    private boolean allReasons;

    boolean allReasons() {
        return allReasons;
    }

    /** The request; an IllegalArgumentException says what is wrong with it. */
    AccessRequest request(Optional<String> name, String defaultNamespace) {
        if (allNamespaces && namespace.isPresent()) {
            throw new IllegalArgumentException("-n and -A exclude each other");
        }
        AccessRequest request = subresource.isPresent()
                ? AccessRequest.parse(verb, target, subresource.get())
                : AccessRequest.parse(verb, target);
        if (name.isPresent()) {
            request = request.named(name.get());
        }
        if (namespace.isPresent()) {
            return request.in(namespace.get());
        }
        return request.namespaced() && !allNamespaces ? request.in(defaultNamespace) : request;
    }
}
