package dev.postern.network;

import dev.postern.model.Pod;
import dev.postern.model.ServicePort;
import dev.postern.model.Support;

/**
 * A port of a pod that a Service leads to.
 *
 * @param servicePort the port of the Service
 * @param port the port of the pod, 1 to 65535
 * @param support what puts the pod behind the Service, and the port behind the port
 */
public record ServiceTarget(ServicePort servicePort, Pod pod, int port, Support support) {}
