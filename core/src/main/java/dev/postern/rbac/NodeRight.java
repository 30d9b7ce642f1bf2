package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * Something the Node authorizer lets a kubelet have because a pod on its node refers to it: Secrets, ConfigMaps, claims
 * and volumes to read by name, ServiceAccounts to request tokens for.
 *
 * @param supports one for each place in a pod that refers to the object
 */
public record NodeRight(ObjectRef object, ImmutableList<Support> supports) {}
