package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/** A subject that is bound so that a request is allowed; of a group, the group itself, not its members. */
public record Allowed(Subject subject, ImmutableList<Support> supports) {}
