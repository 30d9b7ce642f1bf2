package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects diagnostics. Of each code in each file the first {@link Limits#DIAGNOSTICS} are kept, the rest counted. */
final class Report {
    record Code(String file, Severity severity, String code) implements Comparable<Code> {
        @Override
        public int compareTo(Code other) {
            int byFile = file.compareTo(other.file);
            int byCode = byFile != 0 ? byFile : code.compareTo(other.code);
            return byCode != 0 ? byCode : severity.compareTo(other.severity);
        }
    }

    private int errors;
    private int size;
    private final List<Diagnostic> kept = new ArrayList<>();
    private final Map<Code, Integer> counts = new TreeMap<>();

    record Mark(int kept, Map<Code, Integer> counts) {}

    Mark mark() {
        return new Mark(kept.size(), new TreeMap<>(counts));
    }

    /** Forgets everything since. */
    void reset(Mark mark) {
        kept.subList(mark.kept(), kept.size()).clear();
        counts.clear();
        counts.putAll(mark.counts());
    }

    void error(String code, String message, SourceRef source) {
        add(Severity.ERROR, code, message, source);
    }

    void warning(String code, String message, SourceRef source) {
        add(Severity.WARNING, code, message, source);
    }

    void info(String code, String message, SourceRef source) {
        add(Severity.INFO, code, message, source);
    }

    /** How many errors there have been so far. */
    int errors() {
        return errors;
    }

    /** How much has been reported so far, kept or counted. */
    int size() {
        return size;
    }

    private void add(Severity severity, String code, String message, SourceRef source) {
        size++;
        errors += severity == Severity.ERROR ? 1 : 0;
        if (counts.merge(new Code(source.file(), severity, code), 1, Integer::sum) <= Limits.DIAGNOSTICS) {
            kept.add(new Diagnostic(severity, code, message, source));
        }
    }

    /** Everything reported so far, sorted, each once. */
    ImmutableList<Diagnostic> diagnostics() {
        List<Diagnostic> all = new ArrayList<>(kept);
        counts.forEach((code, count) -> {
            if (count > Limits.DIAGNOSTICS) {
                all.add(new Diagnostic(
                        code.severity(),
                        code.code(),
                        (count - Limits.DIAGNOSTICS) + " more of this kind in this file are not shown",
                        SourceRef.file(code.file())));
            }
        });
        return all.stream().sorted().distinct().collect(ImmutableList.toImmutableList());
    }
}
