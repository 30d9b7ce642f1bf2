package dev.postern.attack.rule;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.postern.rbac.Permit;
import java.util.List;
import java.util.function.Predicate;

/**
 * The name in a request that is passed on through the API server: {@code web}, {@code web:8080} or {@code https:web:8080}.
 * All of it is the request's name, so that {@code resourceNames: [web]} grants nothing on {@code web:8080}. Source:
 * kubernetes {@code k8s.io/apimachinery/pkg/util/net/port_split.go}.
 *
 * @param port a number, a name, or empty
 */
record ProxyName(String text, String object, String port) {
    /** Reads a name; one that is not of this form names no object, which is an empty {@code object}. */
    static ProxyName of(String text) {
        String[] parts = text.split(":", -1);
        boolean scheme =
                parts.length == 3 && ImmutableSet.of("", "http", "https").contains(parts[0]);
        if (parts.length > 3 || (parts.length == 3 && !scheme)) {
            return new ProxyName(text, "", "");
        }
        int at = parts.length == 3 ? 1 : 0;
        return new ProxyName(text, parts[at], parts.length == 1 ? "" : parts[at + 1]);
    }

    /** The names to which some permits are limited, by the object that they name. */
    static ImmutableListMultimap<String, ProxyName> limits(List<Permit> permits) {
        return permits.stream()
                .flatMap(permit -> permit.names().stream())
                .distinct()
                .map(ProxyName::of)
                .collect(ImmutableListMultimap.toImmutableListMultimap(ProxyName::object, name -> name));
    }

    /** Those of the limits that name one of some objects, and a port that is meant. */
    static ImmutableSet<String> matching(
            ImmutableListMultimap<String, ProxyName> limits, Iterable<String> objects, Predicate<String> port) {
        ImmutableSet.Builder<String> names = ImmutableSet.builder();
        for (String object : objects) {
            limits.get(object).stream()
                    .filter(name -> port.test(name.port()))
                    .map(ProxyName::text)
                    .forEach(names::add);
        }
        return names.build();
    }
}
