package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Service;

/**
 * One backend of an Ingress or of a route, how strangers come as far as what forwards to it, and who that is.
 *
 * @param field the backend's path in the object
 * @param podPort the port of the pod that it must be; 0 for whatever the Service port leads to
 * @param senders pods that may forward to it; empty when the source is unknown
 * @param unknownSource whoever forwards, when it is no recognised pod
 */
record Forward(
        Way way,
        String field,
        Service service,
        int portIndex,
        int podPort,
        ImmutableList<Integer> senders,
        Party unknownSource) {}
