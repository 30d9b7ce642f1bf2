package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * What it takes to open a namespace to pods which reach their node, where its Pod Security level, policies or webhooks stand
 * before it.
 *
 * @param policies all of them have to go, and none less; never none
 * @param relabelling whether somebody has to give the namespace other labels besides
 * @param admission what is let in then
 * @param refusals the rules of theirs that refuse such pods, or may
 */
public record Opening(
        ImmutableSortedSet<ObjectRef> policies, Relabelling relabelling, Admission admission, Support refusals) {}
