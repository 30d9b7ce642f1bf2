package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;

/**
 * The answer to one request of one user, with its reasons taken apart.
 *
 * @param request what was asked, as it was understood
 * @param user who was said to ask
 * @param decision the verdict; for {@code UNKNOWN} it names the missing fact
 * @param grounds one for each support of an allowing decision, in its order
 * @param notes what was taken for granted, as sentences
 */
public record Explanation(
        AccessRequest request,
        UserInfo user,
        Decision decision,
        ImmutableList<Ground> grounds,
        ImmutableList<String> notes) {}
