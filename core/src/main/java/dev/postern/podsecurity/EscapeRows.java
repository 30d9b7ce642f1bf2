package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/** The catalogue of escapes, in the order of {@link Escape.Kind}. */
final class EscapeRows {
    static final ImmutableList<EscapeRow> ALL = ImmutableList.of(
            new PrivilegedRow(),
            new NsenterRow(),
            new RuntimeSocketRow(),
            new HostPathWriteRow(),
            new SysModuleRow(),
            new SysAdminRow(),
            new SysPtraceRow(),
            new DacReadSearchRow(),
            new BpfRow(),
            new SysRawioRow(),
            new CorePatternRow(),
            new UeventHelperRow(),
            new RawBlockRow(),
            new HostProcessRow(),
            new PodTokensRow(),
            new KubeletCredentialsRow(),
            new ClusterCredentialsRow(),
            new VarLogRow());

    /** What there is on Windows; the others are techniques of Linux. */
    private static final ImmutableList<EscapeRow> WINDOWS = ImmutableList.of(new HostProcessRow());

    private EscapeRows() {}

    /** Every escape that the facts permit, sorted. */
    static ImmutableList<Escape> derive(ContainerFacts facts) {
        ImmutableList.Builder<Escape> escapes = ImmutableList.builder();
        for (EscapeRow row : isWindows(facts) ? WINDOWS : ALL) {
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
