package dev.postern.network;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whom the names of peers in policies mean. Istiod makes patterns of namespaces and service accounts and masks nothing
 * in them, so that a dot stands for any character; that is followed here. Source: istio, {@code
 * pilot/pkg/security/authz/model/generator.go} and {@code pilot/pkg/security/authz/matcher}.
 */
final class IstioIdentities {
    private static final String SCHEME = "spiffe://";
    private static final String LOCAL = "cluster.local";

    private static final CharMatcher LITERAL = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("-_"));

    private final IstioMesh mesh;
    private final ImmutableSortedSet<String> all;
    private final Map<String, ImmutableSet<String>> matched = new HashMap<>();

    /** Pods of the mesh that call as one of these. */
    record OneOf(IstioMesh mesh, ImmutableSet<String> identities) implements EndSet.Mark {
        @Override
        public Object by() {
            return mesh;
        }

        @Override
        public Object fact(Pod pod) {
            return mesh.member(pod).map(IstioMesh.Member::identity);
        }

        @Override
        public Optional<Set<String>> namespaces() {
            Set<String> names = new HashSet<>();
            for (String identity : identities) {
                Optional<String> namespace = mesh.namespace(identity);
                if (namespace.isEmpty()) {
                    return Optional.empty();
                }
                names.add(namespace.get());
            }
            return Optional.of(names);
        }

        @Override
        public boolean isOn(Object fact) {
            return fact instanceof Optional<?> identity
                    && identity.filter(identities::contains).isPresent();
        }
    }

    IstioIdentities(IstioMesh mesh) {
        this.mesh = mesh;
        all = mesh.identities();
    }

    /** Who has one of these names. */
    EndSet of(Attribute attribute, List<String> values, String namespace) {
        List<EndSet> any = new ArrayList<>();
        ImmutableSet.Builder<String> identities = ImmutableSet.builder();
        boolean some = false;
        for (String value : values) {
            if (attribute == Attribute.PRINCIPAL && value.equals("*")) {
                return mesh.everyMember();
            } else if (attribute == Attribute.NAMESPACE && LITERAL.matchesAllOf(value)) {
                any.add(EndSet.all(mesh.everyMember(), EndSet.namespace(value)));
            } else {
                identities.addAll(matching(attribute, value, namespace));
                some = true;
            }
        }
        if (some) {
            any.add(new EndSet.Marked(new OneOf(mesh, identities.build())));
        }
        return EndSet.any(any);
    }

    private ImmutableSet<String> matching(Attribute attribute, String value, String namespace) {
        return switch (attribute) {
            case PRINCIPAL -> {
                String principal = ofThisMesh(value);
                yield principal.indexOf('*') < 0
                        ? literal(principal)
                        : matched(principal, identity -> IstioText.matches(principal, identity));
            }
            case NAMESPACE -> matched(pattern(".*/ns/" + value.replace("*", ".*") + "/.*"));
            case SERVICE_ACCOUNT -> {
                int slash = value.indexOf('/');
                String in = slash < 0 ? namespace : value.substring(0, slash);
                String name = value.substring(slash + 1);
                yield LITERAL.matchesAllOf(in) && LITERAL.matchesAllOf(name)
                        ? literal(mesh.trustDomain() + "/ns/" + in + "/sa/" + name)
                        : matched(pattern(SCHEME + ".+/ns/" + in + "/(.+/|)sa/" + name + "(/.+)?"));
            }
            default -> throw new AssertionError(attribute);
        };
    }

    private ImmutableSet<String> literal(String identity) {
        return all.contains(identity) ? ImmutableSet.of(identity) : ImmutableSet.of();
    }

    private static String pattern(String text) {
        return "pattern " + text;
    }

    private ImmutableSet<String> matched(String pattern) {
        return matched(
                pattern, identity -> matches(pattern.substring(pattern("").length()), SCHEME + identity));
    }

    private ImmutableSet<String> matched(String key, Predicate<String> test) {
        return matched.computeIfAbsent(key, first -> all.stream().filter(test).collect(ImmutableSet.toImmutableSet()));
    }

    /** {@code cluster.local} stands for the trust domain of the mesh, whatever its name. */
    private String ofThisMesh(String principal) {
        List<String> parts = Splitter.on('/').splitToList(principal);
        String domain = parts.get(0);
        boolean ours = domain.equals(LOCAL)
                || domain.endsWith("*") && mesh.trustDomain().startsWith(domain.substring(0, domain.length() - 1));
        return parts.size() == 5 && ours && !domain.equals("*")
                ? mesh.trustDomain() + principal.substring(domain.length())
                : principal;
    }

    /** A pattern that cannot be read, or takes too long, matches nothing. */
    private static boolean matches(String pattern, String text) {
        if (pattern.length() > LimitedText.MAX_PATTERN) {
            return false;
        }
        try {
            return Pattern.compile(pattern).matcher(new LimitedText(text)).matches();
        } catch (PatternSyntaxException | IndexOutOfBoundsException e) {
            return false;
        }
    }
}
