package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Basis;
import dev.postern.model.Printable;
import dev.postern.model.RoleBinding;
import dev.postern.model.ServiceAccount;
import dev.postern.model.SourceRef;
import dev.postern.model.SubjectEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Notices bindings whose service accounts are not where the bindings say, while others of the same name were put into a
 * namespace because they do not name theirs: the input was probably meant for the namespace that the bindings name.
 */
final class SubjectHints {
    private final Report report;

    SubjectHints(Report report) {
        this.report = report;
    }

    /** The namespace that bindings name, and the one that was supplied. */
    private record Mismatch(String named, String supplied) implements Comparable<Mismatch> {
        @Override
        public int compareTo(Mismatch other) {
            int byNamed = named.compareTo(other.named);
            return byNamed != 0 ? byNamed : supplied.compareTo(other.supplied);
        }
    }

    private static final class Found {
        private final TreeSet<String> accounts = new TreeSet<>();
        private SourceRef first = SourceRef.NONE;
    }

    void look(List<Record> objects) {
        Map<String, TreeSet<String>> supplied = new HashMap<>();
        Map<String, TreeSet<String>> existing = new HashMap<>();
        Map<String, Integer> defaulted = new HashMap<>();
        for (Record object : objects) {
            if (Duplicates.meta(object).namespaceBasis() == Basis.DEFAULT) {
                defaulted.merge(Duplicates.meta(object).namespace(), 1, Integer::sum);
            }
            if (object instanceof ServiceAccount account) {
                String name = account.meta().name();
                String namespace = account.meta().namespace();
                existing.computeIfAbsent(name, key -> new TreeSet<>()).add(namespace);
                if (account.meta().namespaceBasis() == Basis.DEFAULT) {
                    supplied.computeIfAbsent(name, key -> new TreeSet<>()).add(namespace);
                }
            }
        }
        Map<Mismatch, Found> mismatches = new TreeMap<>();
        for (Record object : objects) {
            if (object instanceof RoleBinding binding) {
                for (SubjectEntry subject : binding.subjects()) {
                    if (isMissing(subject, existing)) {
                        for (String namespace : supplied.getOrDefault(subject.name(), new TreeSet<>())) {
                            note(mismatches, new Mismatch(subject.namespace(), namespace), subject, binding);
                        }
                    }
                }
            }
        }
        mismatches.forEach((mismatch, found) -> warn(mismatch, found, defaulted.getOrDefault(mismatch.supplied(), 0)));
    }

    private static boolean isMissing(SubjectEntry subject, Map<String, TreeSet<String>> existing) {
        return subject.kind().equals("ServiceAccount")
                && !subject.namespace().isEmpty()
                && existing.containsKey(subject.name())
                && !existing.get(subject.name()).contains(subject.namespace());
    }

    private static void note(
            Map<Mismatch, Found> mismatches, Mismatch mismatch, SubjectEntry subject, RoleBinding binding) {
        Found found = mismatches.computeIfAbsent(mismatch, key -> new Found());
        found.accounts.add(subject.name());
        SourceRef place = Duplicates.place(binding);
        if (found.first.equals(SourceRef.NONE) || place.compareTo(found.first) < 0) {
            found.first = place;
        }
    }

    private void warn(Mismatch mismatch, Found found, int objects) {
        ImmutableSortedSet<String> accounts = ImmutableSortedSet.copyOfSorted(found.accounts);
        String named = Printable.of(mismatch.named(), Limits.SHOWN);
        report.warning(
                "namespace-mismatch",
                "bindings name " + accounts.size() + (accounts.size() == 1 ? " service account" : " service accounts")
                        + " in namespace " + named + " (" + Printable.of(accounts.first(), Limits.SHOWN)
                        + (accounts.size() == 1 ? "" : ", ...")
                        + ") that are not there, while namesakes without a namespace were read into "
                        + Printable.of(mismatch.supplied(), Limits.SHOWN) + ": did you mean -n " + named
                        + " (--input-namespace in questions about rights)? It would move "
                        + objects + (objects == 1 ? " object" : " objects"),
                found.first);
    }
}
