package dev.postern.network;

import dev.postern.model.ObjectRef;

/** One end of a {@link Flow}. */
public sealed interface Endpoint {
    /** For people: {@code Deployment shop/cart}, {@code namespace shop}, {@code 10.0.0.7}, {@code Node n1}, {@code the internet}. */
    String describe();

    /** A pod by its own name, or every pod that the named workload owns. */
    static Endpoint pod(ObjectRef podOrOwner) {
        return new OfPod(podOrOwner);
    }

    /** The Pod of that name. */
    static Endpoint pod(String namespace, String name) {
        return new OfPod(ObjectRef.of("Pod", namespace, name));
    }

    /** Every pod of the workload (or bare pod) of that name, of whatever kind. */
    static Endpoint workload(String namespace, String name) {
        return new OfWorkload(namespace, name);
    }

    /** Every pod of the namespace. */
    static Endpoint namespace(String name) {
        return new OfNamespace(name);
    }

    /**
     * An IP literal; it is taken for the pod or node that has this address, else for something outside the cluster. The
     * address of a Service is not translated: ask for the pods behind it.
     *
     * @throws IllegalArgumentException if it is not an IP literal
     */
    static Endpoint address(String ip) {
        return new OfAddress(ip);
    }

    /** A node itself: the kubelet and everything else in its own network. */
    static Endpoint node(String name) {
        return new OfNode(name);
    }

    /** Some public address outside the cluster. */
    static Endpoint internet() {
        return new Internet();
    }

    /** See {@link Endpoint#pod(ObjectRef)}. */
    record OfPod(ObjectRef object) implements Endpoint {
        @Override
        public String describe() {
            return object.toString();
        }
    }

    /** See {@link Endpoint#workload(String, String)}. */
    record OfWorkload(String namespace, String name) implements Endpoint {
        @Override
        public String describe() {
            return namespace + "/" + name;
        }
    }

    /** See {@link Endpoint#namespace(String)}. */
    record OfNamespace(String name) implements Endpoint {
        @Override
        public String describe() {
            return "namespace " + name;
        }
    }

    /** See {@link Endpoint#address(String)}. */
    record OfAddress(String ip) implements Endpoint {
        public OfAddress {
            if (IpAddress.parse(ip).isEmpty()) {
                throw new IllegalArgumentException("not an IP literal: " + ip);
            }
        }

        @Override
        public String describe() {
            return ip;
        }
    }

    /** See {@link Endpoint#node(String)}. */
    record OfNode(String name) implements Endpoint {
        @Override
        public String describe() {
            return "Node " + name;
        }
    }

    /** See {@link Endpoint#internet()}. */
    record Internet() implements Endpoint {
        @Override
        public String describe() {
            return "the internet";
        }
    }
}
