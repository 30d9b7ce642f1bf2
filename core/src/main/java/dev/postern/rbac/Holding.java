package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/**
 * A subject holds a grant because bindings name it. Rights by way of a group are the group's holdings, not repeated for
 * its members.
 *
 * @param supports one for each binding's entry: {@code subjects[i]} and {@code roleRef}
 */
public record Holding(Subject subject, Grant grant, ImmutableList<Support> supports) {}
