package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;

/**
 * What it takes to open a namespace that policies of Kyverno or Gatekeeper close to pods which reach their node.
 *
 * @param policies all of them have to go, and none less
 * @param admission what is let in then
 */
public record Opening(ImmutableSortedSet<ObjectRef> policies, Admission admission) {}
