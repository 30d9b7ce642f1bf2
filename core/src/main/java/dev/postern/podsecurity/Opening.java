package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * What it takes to open a namespace that policies of Kyverno or Gatekeeper close to pods which reach their node.
 *
 * @param policies all of them have to go, and none less
 * @param admission what is let in then
 * @param refusals the rules of theirs that refuse such pods
 */
public record Opening(ImmutableSortedSet<ObjectRef> policies, Admission admission, Support refusals) {}
