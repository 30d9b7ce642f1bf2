package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Support;

/**
 * A holder may bind itself to a role it does not hold yet ({@code ROLE_BIND}): it may write bindings in the scope, and
 * {@code bind} the role there. Coverage is not enough, because it adds nothing to what the holder has.
 *
 * @param gained the grant gained; rights gained join the identity that gained them
 * @param premises grants that the same holder must have given to itself before; each is {@code gained} by another
 *     SelfGrant of the same holder
 * @param supports alternative sets of facts
 */
public record SelfGrant(Holder holder, Grant gained, ImmutableList<Grant> premises, ImmutableList<Support> supports) {}
