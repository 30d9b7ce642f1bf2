package dev.postern.rbac;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How people write a request: after {@code kubectl auth can-i}, with subresources as rules write them. */
final class RequestNotation {
    /** Extensions of the API have these two, and no others. */
    private static final ImmutableSet<String> OF_CUSTOM_RESOURCES = ImmutableSet.of("status", "scale", "finalizers");

    /** The only objects with a slash in their names: {@code kubernetes.io/kubelet-serving}. */
    private static final String SIGNERS = "signers";

    private static final ApiResources KNOWN = ApiResources.load();

    private static final ImmutableSet<String> HTTP_METHODS =
            ImmutableSet.of("get", "head", "post", "put", "patch", "delete", "options", "connect", "trace", "*");

    private static final Pattern VERSION = Pattern.compile("v[0-9]+((alpha|beta)[0-9]+)?");

    private RequestNotation() {}

    /** A resource as named: its group when that is settled, and what was taken for granted. */
    private record Resource(String plural, Optional<String> group, Optional<ApiResource> known, String note) {
        boolean hasSubresource(String name) {
            return known.map(resource -> resource.hasSubresource(name))
                    .orElseGet(() -> plural.equals("*") || OF_CUSTOM_RESOURCES.contains(name));
        }

        boolean namespaced() {
            return known.map(ApiResource::namespaced).orElse(true);
        }
    }

    static AccessRequest read(String verb, String target, Optional<String> subresource) {
        if (verb.isEmpty() || verb.startsWith("/")) {
            throw new IllegalArgumentException("'" + verb + "' is not a verb: write get, list, create or the like");
        }
        if (target.startsWith("/")) {
            if (subresource.isPresent()) {
                throw new IllegalArgumentException("the URL " + target + " has no subresources");
            }
            return url(verb, target);
        }
        List<String> parts = Splitter.on('/').limit(3).splitToList(target);
        Resource resource = resource(parts.get(0));
        String rest = target.substring(parts.get(0).length());
        String sub = "";
        String name = "";
        if (subresource.isPresent()) {
            sub = subresource.get();
            name = rest.isEmpty() ? "" : rest.substring(1);
        } else if (resource.plural().equals(SIGNERS)) {
            name = rest.isEmpty() ? "" : rest.replaceFirst("^//?", "");
        } else if (parts.size() == 3) {
            sub = parts.get(1);
            name = parts.get(2);
        } else if (parts.size() == 2 && resource.hasSubresource(parts.get(1))) {
            sub = parts.get(1);
        } else if (parts.size() == 2) {
            name = parts.get(1);
        }
        if (rest.endsWith("/")) {
            throw new IllegalArgumentException("'" + target
                    + "' ends in a slash: write RESOURCE[/SUBRESOURCE][/NAME] or a URL that starts with /");
        }
        return request(verb, resource, sub, name, parts);
    }

    private static AccessRequest request(String verb, Resource resource, String sub, String name, List<String> parts) {
        AccessRequest request = new AccessRequest(
                verb,
                resource.group(),
                resource.plural(),
                sub,
                name,
                "",
                resource.namespaced(),
                "",
                ImmutableList.of());
        if (!resource.note().isEmpty()) {
            request = request.noting(resource.note());
        }
        if (parts.size() == 2 && !name.isEmpty() && resource.known().isEmpty()) {
            request = request.noting(
                    "'" + name + "' is taken for the object's name; for a subresource write --subresource " + name);
        }
        boolean nameless = verb.equals("deletecollection") || (verb.equals("create") && sub.isEmpty());
        return nameless && !name.isEmpty()
                ? request.noting(
                        "requests to " + verb + " carry no name, so a rule with resourceNames never permits them;"
                                + " the answer is about a review with the name '" + name + "'")
                : request;
    }

    private static AccessRequest url(String verb, String path) {
        AccessRequest request =
                new AccessRequest(verb, Optional.of(""), "", "", "", "", false, path, ImmutableList.of());
        return HTTP_METHODS.contains(verb)
                ? request
                : request.noting("requests for URLs carry the HTTP method in lower case as their verb, and '" + verb
                        + "' is none");
    }

    private static Resource resource(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the resource is missing: write pods, deployments.apps or the like");
        }
        if (text.equals("*")) {
            String note = "'*' is taken to be every resource of every group, *.*; of the core group alone, write '*.'";
            return new Resource(text, Optional.of("*"), Optional.empty(), note);
        }
        int dot = text.indexOf('.');
        if (dot > 0) {
            return qualified(text.substring(0, dot), text.substring(dot + 1));
        }
        Optional<ApiResource> found = KNOWN.find(text);
        if (found.isEmpty()) {
            return new Resource(text, Optional.empty(), found, "");
        }
        ApiResource known = found.get();
        boolean plain = known.group().isEmpty() && known.plural().equals(text);
        return new Resource(
                known.plural(),
                Optional.of(known.group()),
                found,
                plain ? "" : "'" + text + "' is taken to be " + known.qualifiedName());
    }

    private static Resource qualified(String name, String suffix) {
        int dot = suffix.indexOf('.');
        String first = dot < 0 ? suffix : suffix.substring(0, dot);
        String group = dot >= 0 && VERSION.matcher(first).matches() ? suffix.substring(dot + 1) : suffix;
        Optional<ApiResource> found = KNOWN.find(name, group);
        return new Resource(found.map(ApiResource::plural).orElse(name), Optional.of(group), found, "");
    }
}
