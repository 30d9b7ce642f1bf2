package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/** The catalogue of escapes, in the order of {@link Escape.Kind}. */
final class EscapeRows {
    static final ImmutableList<EscapeRow> ALL = ImmutableList.of(
            new PrivilegedRow(), new NsenterRow(), new RuntimeSocketRow(), new HostPathWriteRow(), new PodTokensRow());

    private EscapeRows() {}

    /** Every escape that the facts permit, sorted. A Windows container meets none of these Linux techniques. */
    static ImmutableList<Escape> derive(ContainerFacts facts) {
        if (isWindows(facts)) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Escape> escapes = ImmutableList.builder();
        for (EscapeRow row : ALL) {
            Ways ways = new Ways();
            row.derive(facts, ways);
            escapes.addAll(ways.escapes(row.kind()));
        }
        return escapes.build();
    }

    private static boolean isWindows(ContainerFacts facts) {
        return facts.pod().spec().os().filter("windows"::equals).isPresent()
                || "windows".equals(facts.pod().spec().nodeSelector().get("kubernetes.io/os"));
    }
}
