package dev.postern.architecture;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Comparator;
import java.util.Optional;

/** Which package may see which, and which foreign library each may use: the table of {@code docs/architecture.md}. */
final class Layers {
    private static final ImmutableSet<String> AUTHORITIES = ImmutableSet.of("rbac", "network", "podsecurity");
    private static final ImmutableSet<String> BELOW_ATTACK =
            union(AUTHORITIES, ImmutableSet.of("internal.graph", "model"));
    private static final ImmutableSet<String> SEEN_BY_RULES = union(AUTHORITIES, ImmutableSet.of("attack", "model"));
    private static final ImmutableSet<String> BELOW_PATH =
            union(BELOW_ATTACK, ImmutableSet.of("attack", "attack.call", "edit"));
    private static final ImmutableSet<String> BELOW_REMEDIATION = union(BELOW_PATH, ImmutableSet.of("path"));
    private static final ImmutableSet<String> BELOW_FACADE =
            union(BELOW_REMEDIATION, ImmutableSet.of("ingest", "attack.rule", "remediation"));
    private static final ImmutableSet<String> BELOW_CHECK = union(BELOW_FACADE, ImmutableSet.of(""));
    private static final ImmutableSet<String> BELOW_OUTPUT = union(BELOW_CHECK, ImmutableSet.of("check"));

    /** The facade's own package has the empty name. */
    private static final ImmutableMap<String, ImmutableSet<String>> MAY_SEE =
            ImmutableMap.<String, ImmutableSet<String>>builder()
                    .put("model", ImmutableSet.of())
                    .put("patch", ImmutableSet.of("model"))
                    .put("ingest", ImmutableSet.of("model", "patch"))
                    .put("rbac", ImmutableSet.of("model"))
                    .put("network", ImmutableSet.of("model"))
                    .put("podsecurity", ImmutableSet.of("model"))
                    .put("edit", ImmutableSet.of("model"))
                    .put("internal.graph", ImmutableSet.of())
                    .put("attack", BELOW_ATTACK)
                    .put("attack.rule", SEEN_BY_RULES)
                    .put("attack.call", SEEN_BY_RULES)
                    .put("path", BELOW_PATH)
                    .put("remediation", BELOW_REMEDIATION)
                    .put("", BELOW_FACADE)
                    .put("report", BELOW_OUTPUT)
                    .put("export", BELOW_OUTPUT)
                    .put("check", BELOW_CHECK)
                    .build();

    /** Foreign packages and the layers that may use them; what is not listed here, nobody may use. */
    private static final ImmutableMap<String, ImmutableSet<String>> FOREIGN =
            ImmutableMap.<String, ImmutableSet<String>>builder()
                    .put("java", MAY_SEE.keySet())
                    .put("org.jspecify.annotations", MAY_SEE.keySet())
                    .put("com.google.errorprone.annotations", MAY_SEE.keySet())
                    .put("com.google.common", allBut("internal.graph"))
                    .put("io.fabric8.kubernetes", ImmutableSet.of("ingest"))
                    .put("org.yaml.snakeyaml", ImmutableSet.of("ingest", "check"))
                    .put("com.fasterxml.jackson", ImmutableSet.of("ingest", "report", "export", "check"))
                    .put("org.roaringbitmap", ImmutableSet.of("network", "attack"))
                    .put("org.jgrapht", ImmutableSet.of("attack", "remediation", "export"))
                    .build();

    private final String root;

    Layers(String root) {
        this.root = root;
    }

    boolean contains(JavaClass type) {
        return isIn(type.getPackageName(), root);
    }

    /** The layer of a class of ours, or empty when its package has no place in the table. */
    Optional<String> layerOf(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(root)) {
            return Optional.of("");
        }
        return MAY_SEE.keySet().stream()
                .filter(layer -> !layer.isEmpty() && isIn(name, root + "." + layer))
                .max(Comparator.comparingInt(String::length));
    }

    boolean maySee(String from, String to) {
        return from.equals(to) || MAY_SEE.getOrDefault(from, ImmutableSet.of()).contains(to);
    }

    boolean mayUseForeign(String layer, JavaClass foreign) {
        return FOREIGN.entrySet().stream()
                .anyMatch(entry -> isIn(foreign.getPackageName(), entry.getKey())
                        && entry.getValue().contains(layer));
    }

    static boolean isIn(String packageName, String prefix) {
        return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
    }

    private static ImmutableSet<String> allBut(String layer) {
        return MAY_SEE.keySet().stream().filter(other -> !other.equals(layer)).collect(ImmutableSet.toImmutableSet());
    }

    private static ImmutableSet<String> union(ImmutableSet<String> left, ImmutableSet<String> right) {
        return ImmutableSet.<String>builder().addAll(left).addAll(right).build();
    }
}
