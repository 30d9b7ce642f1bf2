package dev.postern.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.Analysis;
import dev.postern.check.CheckFinding.Status;
import dev.postern.model.SourceRef;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A policy held against a cluster: {@code Check.of(analysis, policy).against(baseline, today)}. Immutable; safe to share.
 */
public final class Check {
    private final CheckPolicy policy;
    private final ImmutableList<Answer> answers;
    private final boolean incomplete;

    private Check(CheckPolicy policy, ImmutableList<Answer> answers, boolean incomplete) {
        this.policy = policy;
        this.answers = answers;
        this.incomplete = incomplete;
    }

    /**
     * Asks about every assertion of a policy. The cost is that of its questions.
     *
     * @throws PolicyException if an assertion asks what cannot be asked of this input
     */
    public static Check of(Analysis analysis, CheckPolicy policy) {
        Answers asked = new Answers(analysis);
        return new Check(
                policy,
                policy.assertions().stream().map(asked::about).collect(ImmutableList.toImmutableList()),
                analysis.snapshot().isIncomplete());
    }

    /**
     * What is new, known, ignored or gone. O(findings x ignore entries).
     *
     * @param baseline what is known; {@link Baseline#EMPTY} if nothing is
     * @param today the day by which dates are judged: there is no clock here
     */
    public CheckReport against(Baseline baseline, LocalDate today) {
        Ignores ignores = new Ignores(policy.ignores(), today);
        ImmutableList<AssertionResult> results = answers.stream()
                .map(answer ->
                        result(answer, baseline.of(answer.assertion().terms().id()), ignores, today))
                .collect(ImmutableList.toImmutableList());
        Set<String> asserted =
                answers.stream().map(answer -> answer.assertion().terms().id()).collect(ImmutableSet.toImmutableSet());
        ImmutableList.Builder<CheckFinding> outdated = ImmutableList.builder();
        for (Baseline.Known known : baseline.assertions()) {
            if (!asserted.contains(known.assertion())) {
                known.findings()
                        .forEach(gone -> outdated.add(
                                vanished(known.assertion(), gone, "the policy has no assertion of this id any more")));
            }
        }
        outdated.addAll(ignores.expired());
        return new CheckReport(results, outdated.build(), ignores.unused(), incomplete);
    }

    private static AssertionResult result(
            Answer answer, Optional<Baseline.Known> known, Ignores ignores, LocalDate today) {
        Terms terms = answer.assertion().terms();
        ImmutableList.Builder<CheckFinding> findings = ImmutableList.builder();
        ImmutableList.Builder<String> notes = ImmutableList.<String>builder().addAll(answer.notes());
        Set<String> present = new HashSet<>();
        for (Violation violation : answer.violations()) {
            present.add(violation.id());
            findings.add(finding(terms, violation, known, ignores.accept(terms.id(), violation.id())));
        }
        int notLookedAt = 0;
        for (Baseline.Entry entry : known.map(Baseline.Known::findings).orElse(ImmutableList.of())) {
            if (present.contains(entry.id())) {
                continue;
            }
            if (isLookedAt(entry, answer)) {
                findings.add(vanished(terms.id(), entry, ""));
            } else {
                notLookedAt++;
            }
        }
        if (notLookedAt > 0) {
            notes.add(notLookedAt + " of the baseline " + (notLookedAt == 1 ? "is" : "are")
                    + " not among these and may be there still");
        }
        if (terms.isExpired(today)) {
            findings.add(expired(terms));
        }
        return new AssertionResult(
                answer.assertion(), findings.build(), answer.singleEdits(), answer.cutAtEffort(), notes.build());
    }

    private static CheckFinding finding(
            Terms terms, Violation violation, Optional<Baseline.Known> known, Optional<IgnoreEntry> accepted) {
        boolean isKnown = known.isPresent() && known.get().contains(violation.id());
        boolean mayBeOld = !isKnown && known.isPresent() && known.get().mayHide(violation);
        Status status;
        String note = violation.missing().isEmpty() ? "" : "unknown: " + violation.missing();
        if (accepted.isPresent()) {
            status = Status.IGNORED;
            note = accepted.get().reason();
        } else if (isKnown) {
            status = Status.KNOWN;
        } else if (mayBeOld) {
            status = Status.UNKNOWN;
            note = "the baseline was cut before this path, so it may be an old one: write the baseline again"
                    + ", with a higher limit";
        } else {
            status = violation.isUnknown() ? Status.UNKNOWN : Status.NEW;
        }
        return new CheckFinding(
                terms.id(),
                violation.id(),
                status,
                violation.title(),
                note,
                terms.place(),
                violation.path(),
                violation.decision());
    }

    /** Whether what is not among the violations of an answer is not there: cheaper than where the answer was cut. */
    private static boolean isLookedAt(Baseline.Entry entry, Answer answer) {
        return answer.cutAtEffort().isEmpty()
                || (entry.effort().isPresent()
                        && entry.effort().getAsInt() < answer.cutAtEffort().getAsInt());
    }

    private static CheckFinding vanished(String assertion, Baseline.Entry entry, String note) {
        return new CheckFinding(
                assertion,
                entry.id(),
                Status.VANISHED,
                entry.title(),
                note,
                SourceRef.NONE,
                Optional.empty(),
                Optional.empty());
    }

    private static CheckFinding expired(Terms terms) {
        return new CheckFinding(
                terms.id(),
                "expired",
                Status.EXPIRED,
                "this assertion expired: its last day was " + terms.expires().orElseThrow(),
                "it is still checked; agree on it again and set a later date, or take it out",
                terms.place(),
                Optional.empty(),
                Optional.empty());
    }
}
