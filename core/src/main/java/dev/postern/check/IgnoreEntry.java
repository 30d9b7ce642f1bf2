package dev.postern.check;

import dev.postern.model.SourceRef;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A finding that somebody has accepted.
 *
 * @param finding its {@link CheckFinding#id}
 * @param assertion only as a finding of this assertion; empty: of whichever
 * @param reason why it is accepted
 * @param owner whom to ask, or empty
 * @param expires the last day on which it is accepted
 * @param place where the policy states it
 */
public record IgnoreEntry(
        String finding,
        Optional<String> assertion,
        String reason,
        String owner,
        Optional<LocalDate> expires,
        SourceRef place) {
    boolean matches(String ofAssertion, String id) {
        return finding.equals(id) && (assertion.isEmpty() || assertion.get().equals(ofAssertion));
    }

    boolean isExpired(LocalDate today) {
        return expires.isPresent() && today.isAfter(expires.get());
    }
}
