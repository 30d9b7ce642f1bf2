package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * A holder may write rules it does not hold into a role ({@code ROLE_ESCALATE}): whoever is bound to that role has
 * everything there.
 *
 * @param role the role that is rewritten or created
 * @param bound the grant that becomes everything: a grant of {@code role}, or of a role that aggregates it. Held by the
 *     attacker, as the same or as another identity (writing the role and using it are separate requests). Empty when the
 *     holder alone suffices, because it is bound or can bind itself
 * @param gained {@link Grant#everything} in the scope of the binding
 * @param premises as in {@link SelfGrant}
 * @param supports alternative sets of facts
 */
public record Escalation(
        Holder holder,
        ObjectRef role,
        Optional<Grant> bound,
        Grant gained,
        ImmutableList<Grant> premises,
        ImmutableList<Support> supports) {}
