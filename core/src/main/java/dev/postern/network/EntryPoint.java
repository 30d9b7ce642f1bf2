package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;

/**
 * A way by which packets from the internet reach a port of a pod, network policy included. Replicas have one entry point
 * each and share its supports.
 *
 * @param via the object that opens the way: a Service, an Ingress, a route of the Gateway API, a Route of OpenShift, or the
 *     pod's own object (hostPort, hostNetwork)
 * @param backend the pod that answers
 * @param port the port on the pod; {@link Listener#UNKNOWN_PORT} for a pod on the host network of which nothing is declared
 * @param how {@code LoadBalancer}, {@code NodePort}, {@code externalIPs}, {@code Ingress}, {@code Gateway}, {@code Route},
 *     {@code hostPort} or {@code hostNetwork}
 * @param confidence how much rests on facts outside the input (is the node's address public, is there a controller)
 * @param supports alternative sets of facts, each of which opens the way
 */
public record EntryPoint(
        ObjectRef via,
        Pod backend,
        Protocol protocol,
        int port,
        String how,
        Confidence confidence,
        ImmutableList<Support> supports) {}
