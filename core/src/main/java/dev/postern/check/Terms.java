package dev.postern.check;

import dev.postern.model.SourceRef;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What goes with every assertion, whatever it asserts.
 *
 * @param id names the assertion in reports and in the baseline; unique in its policy
 * @param reason why it is asserted, a sentence or a reference to one ({@code TM-12})
 * @param owner whom to ask, or empty
 * @param expires the last day on which it is taken as agreed; see {@link CheckFinding.Status#EXPIRED}
 * @param place where the policy states it; {@link SourceRef#NONE} for one made in code
 */
public record Terms(String id, String reason, String owner, Optional<LocalDate> expires, SourceRef place) {
    /** Of an assertion that no file states and no date bounds. */
    public static Terms of(String id, String reason) {
        return new Terms(id, reason, "", Optional.empty(), SourceRef.NONE);
    }

    boolean isExpired(LocalDate today) {
        return expires.isPresent() && today.isAfter(expires.get());
    }
}
