package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.check.CheckFinding.Status;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The ignore entries of a policy on a given day, and which of them were of use. For one report. */
final class Ignores {
    private final ImmutableList<IgnoreEntry> entries;
    private final LocalDate today;
    private final Set<IgnoreEntry> used = new LinkedHashSet<>();

    Ignores(ImmutableList<IgnoreEntry> entries, LocalDate today) {
        this.entries = entries;
        this.today = today;
    }

    /** The first entry in force that accepts a finding; every one that does is of use, expired or not. */
    Optional<IgnoreEntry> accept(String assertion, String id) {
        Optional<IgnoreEntry> accepting = Optional.empty();
        for (IgnoreEntry entry : entries) {
            if (entry.matches(assertion, id)) {
                used.add(entry);
                if (accepting.isEmpty() && !entry.isExpired(today)) {
                    accepting = Optional.of(entry);
                }
            }
        }
        return accepting;
    }

    ImmutableList<IgnoreEntry> unused() {
        return entries.stream()
                .filter(entry -> !used.contains(entry) && !entry.isExpired(today))
                .collect(ImmutableList.toImmutableList());
    }

    ImmutableList<CheckFinding> expired() {
        return entries.stream()
                .filter(entry -> entry.isExpired(today))
                .map(this::expired)
                .collect(ImmutableList.toImmutableList());
    }

    private CheckFinding expired(IgnoreEntry entry) {
        return new CheckFinding(
                entry.assertion().orElse(""),
                entry.finding(),
                Status.EXPIRED,
                "the entry that ignores " + entry.finding() + " expired: its last day was "
                        + entry.expires().orElseThrow(),
                used.contains(entry)
                        ? "the finding counts again; mend it, or agree again and set a later date"
                        : "there is no such finding any more: take the entry out",
                entry.place(),
                Optional.empty(),
                Optional.empty());
    }
}
