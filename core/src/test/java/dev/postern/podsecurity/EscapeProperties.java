package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** More rights never close an escape and never make one less certain; mitigations never open one. */
class EscapeProperties {
    /** A change of one field, with a name for messages. */
    record Change(String name, UnaryOperator<Sketch> apply) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Set<Escape.Kind> CAPABILITIES = EnumSet.of(
            Escape.Kind.SYS_MODULE,
            Escape.Kind.SYS_ADMIN,
            Escape.Kind.SYS_PTRACE,
            Escape.Kind.DAC_READ_SEARCH,
            Escape.Kind.BPF,
            Escape.Kind.SYS_RAWIO);

    @Provide
    Arbitrary<Sketch> sketches() {
        return Sketch.any();
    }

    @Provide
    Arbitrary<Change> widenings() {
        Arbitrary<Change> added =
                Sketch.capability().map(name -> new Change("add " + name, sketch -> sketch.adding(List.of(name))));
        Arbitrary<Change> mounted =
                Sketch.mount().map(mount -> new Change("mount " + mount, sketch -> sketch.mounting(List.of(mount))));
        Arbitrary<Change> fields = Arbitraries.of(
                new Change("privileged", sketch -> sketch.withPrivileged(true)),
                new Change("hostPID", sketch -> sketch.withHostPid(true)),
                new Change("hostUsers: true", sketch -> sketch.withHostUsers(true)),
                new Change("root", sketch -> sketch.withNonRoot(false).withUser(0)),
                new Change("allowPrivilegeEscalation: true", sketch -> sketch.withEscalation(true)),
                new Change("AppArmor off", sketch -> sketch.withAppArmor("Unconfined")),
                new Change("an ordinary runtime class", sketch -> sketch.withRuntimeClass("runc")));
        return Arbitraries.oneOf(added, mounted, fields);
    }

    @Provide
    Arbitrary<Change> mitigations() {
        Arbitrary<Change> dropped =
                Sketch.capability().map(name -> new Change("drop " + name, sketch -> sketch.dropping(List.of(name))));
        Arbitrary<Change> fields = Arbitraries.of(
                new Change("privileged: false", sketch -> sketch.withPrivileged(false)),
                new Change("hostPID: false", sketch -> sketch.withHostPid(false)),
                new Change("hostUsers: false", sketch -> sketch.withHostUsers(false)),
                new Change("runAsNonRoot", sketch -> sketch.withNonRoot(true)),
                new Change("runAsUser: 1000", sketch -> sketch.withUser(1000)),
                new Change("allowPrivilegeEscalation: false", sketch -> sketch.withEscalation(false)),
                new Change("AppArmor on", sketch -> sketch.withAppArmor("RuntimeDefault")),
                new Change("a sandbox", sketch -> sketch.withRuntimeClass("kata")),
                new Change("mounts read-only", Sketch::allReadOnly));
        return Arbitraries.oneOf(dropped, fields);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void moreRightsNeverCloseAnEscape(@ForAll("sketches") Sketch before, @ForAll("widenings") Change change) {
        assertNoStronger(before.strengths(), change.apply().apply(before).strengths());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void mitigationsNeverOpenAnEscape(@ForAll("sketches") Sketch before, @ForAll("mitigations") Change change) {
        assertNoStronger(change.apply().apply(before).strengths(), before.strengths());
    }

    private static void assertNoStronger(Map<Escape.Kind, Confidence> narrow, Map<Escape.Kind, Confidence> wide) {
        narrow.forEach((kind, confidence) -> {
            // A privileged container has every capability, and is said to be one way instead of one for each.
            boolean every = CAPABILITIES.contains(kind) && wide.containsKey(Escape.Kind.PRIVILEGED);
            Escape.Kind as = every ? Escape.Kind.PRIVILEGED : kind;
            assertThat(wide).containsKey(as);
            assertThat(wide.get(as)).isGreaterThanOrEqualTo(confidence);
        });
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyEscapeIsExplainedAndTheListIsSorted(@ForAll("sketches") Sketch sketch) {
        List<Escape> escapes = Worlds.escapes(sketch.pod());
        assertThat(escapes).isSorted();
        for (Escape escape : escapes) {
            assertThat(escape.supports()).isNotEmpty().isSorted().doesNotHaveDuplicates();
            for (Support support : escape.supports()) {
                assertThat(support.facts()).isNotEmpty().doesNotHaveDuplicates();
                assertThat(support.facts()).extracting(Evidence::field).allMatch(field -> field.startsWith("spec."));
            }
            assertThat(escape.missing().isEmpty()).isEqualTo(escape.confidence() == Confidence.CERTAIN);
        }
        assertThat(new HashSet<>(escapes)).hasSameSizeAs(escapes);
    }

    /** The rules for nodes without host paths, once more and in one breath. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void privilegedAndNsenterAgreeWithATruthTable(@ForAll("sketches") Sketch sketch) {
        boolean ownUsers = sketch.hostUsers().filter(value -> !value).isPresent();
        boolean nonRoot = sketch.nonRoot().orElse(false)
                || sketch.user().filter(id -> id != 0).isPresent();
        boolean confined = sketch.appArmor().filter("RuntimeDefault"::equals).isPresent();
        boolean both = has(sketch, "SYS_ADMIN") && has(sketch, "SYS_PTRACE");
        boolean privileged = sketch.privileged() && !ownUsers;
        boolean nsenter = sketch.hostPid() && !ownUsers && (sketch.privileged() || (both && !nonRoot && !confined));
        Map<Escape.Kind, Confidence> escapes = sketch.strengths();
        assertThat(escapes.containsKey(Escape.Kind.PRIVILEGED)).isEqualTo(privileged);
        assertThat(escapes.containsKey(Escape.Kind.NSENTER)).isEqualTo(nsenter);
    }

    private static boolean has(Sketch sketch, String capability) {
        if (named(sketch.drop(), capability)) {
            return false;
        }
        return named(sketch.add(), capability)
                || (sketch.add().contains("ALL") && !sketch.drop().contains("ALL"));
    }

    private static boolean named(List<String> list, String capability) {
        return list.contains(capability) || list.contains("CAP_" + capability);
    }
}
