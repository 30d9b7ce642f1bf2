package dev.postern.check;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The outcome of a check.
 *
 * @param results one for each assertion, in the order of the policy
 * @param outdated findings that belong to no assertion of the policy: those of the baseline whose assertion is gone, and
 *     ignore entries that expired
 * @param unusedIgnores entries of the policy that accept nothing any more and have not expired
 * @param incomplete whether a part of the input was not understood, so that findings may be missing
 */
public record CheckReport(
        ImmutableList<AssertionResult> results,
        ImmutableList<CheckFinding> outdated,
        ImmutableList<IgnoreEntry> unusedIgnores,
        boolean incomplete) {
    /** Every finding, by assertion; those that belong to none at the end. */
    public ImmutableList<CheckFinding> findings() {
        return all().collect(ImmutableList.toImmutableList());
    }

    public long count(CheckFinding.Status status) {
        return all().filter(finding -> finding.status() == status).count();
    }

    /** Whether a finding is there that one of these asks to fail on, or one that expired. */
    public boolean fails(Set<FailOn> on) {
        return !failing(on).isEmpty();
    }

    /** The findings that make it fail. */
    public ImmutableList<CheckFinding> failing(Set<FailOn> on) {
        return all().filter(finding -> finding.status() == CheckFinding.Status.EXPIRED
                        || on.stream().anyMatch(one -> one.includes(finding.status())))
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether something is open: a finding that is undecided, or input that was not understood. */
    public boolean isUndecided() {
        return incomplete || count(CheckFinding.Status.UNKNOWN) > 0;
    }

    private Stream<CheckFinding> all() {
        return Stream.concat(results.stream().map(AssertionResult::findings).flatMap(List::stream), outdated.stream());
    }
}
