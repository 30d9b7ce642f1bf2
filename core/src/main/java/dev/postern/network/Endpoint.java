package dev.postern.network;

import dev.postern.model.ObjectRef;
import java.util.Optional;

/** One end of a {@link Flow}. */
public sealed interface Endpoint {
    /** For people: {@code Deployment shop/cart}, {@code namespace shop}, {@code 10.0.0.7}, {@code Node n1}, {@code the internet}. */
    String describe();

    /** The TCP port that is meant where none is given; empty where there is no usual one. */
    default Optional<Integer> usualPort() {
        return Optional.empty();
    }

    /**
     * Reads {@code pod:NS/NAME}, {@code workload:NS/NAME} or {@code NS/NAME}, {@code namespace:NAME}, {@code
     * service:NS/NAME}, {@code node:NAME}, an IP literal, a CIDR, {@code internet}, {@code api-server}, {@code kubelet},
     * {@code kubelet:NODE}, {@code etcd} or {@code metadata}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Endpoint parse(String text) {
        return EndpointText.parse(text);
    }

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
     * A Service, of a flow to it: one of the ends behind it, on the port to which kube-proxy translates the given one, which
     * is the Service's own. A headless Service has no address: the given port is that of its pods. As a source, any of the
     * ends behind it.
     */
    static Endpoint service(String namespace, String name) {
        return new OfService(namespace, name);
    }

    /**
     * An IP literal; it is taken for the pod or node that has this address, else for something outside the cluster. The
     * address of a Service is not translated: ask for {@link #service}.
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

    /**
     * Somebody outside the cluster with an address of a CIDR.
     *
     * @throws IllegalArgumentException if it is not a CIDR
     */
    static Endpoint cidr(String cidr) {
        return new OfCidr(cidr);
    }

    /** The API server: of a flow to it, its own ports are meant, whatever port is given. */
    static Endpoint apiServer() {
        return new OfApiServer();
    }

    /** The kubelet of one node. */
    static Endpoint kubelet(String node) {
        return new OfKubelet(Optional.of(node));
    }

    /** The kubelet of any node. */
    static Endpoint kubelet() {
        return new OfKubelet(Optional.empty());
    }

    /** The etcd of the control plane, on whichever of its nodes. */
    static Endpoint etcd() {
        return new OfEtcd();
    }

    /** Any of the addresses where clouds hand out metadata and credentials. */
    static Endpoint cloudMetadata() {
        return new OfMetadata();
    }

    /** See {@link Endpoint#cidr(String)}. */
    record OfCidr(String cidr) implements Endpoint {
        public OfCidr {
            if (IpRanges.parseCidr(cidr).isEmpty()) {
                throw new IllegalArgumentException("not a CIDR: " + cidr);
            }
        }

        @Override
        public String describe() {
            return cidr;
        }
    }

    /** See {@link Endpoint#apiServer()}. */
    record OfApiServer() implements Endpoint {
        @Override
        public String describe() {
            return "the API server";
        }

        @Override
        public Optional<Integer> usualPort() {
            return Optional.of(443);
        }
    }

    /** See {@link Endpoint#kubelet()}. */
    record OfKubelet(Optional<String> node) implements Endpoint {
        @Override
        public String describe() {
            return node.map(name -> "the kubelet of Node " + name).orElse("a kubelet");
        }

        @Override
        public Optional<Integer> usualPort() {
            return Optional.of(10250);
        }
    }

    /** See {@link Endpoint#etcd()}. */
    record OfEtcd() implements Endpoint {
        @Override
        public String describe() {
            return "etcd";
        }

        @Override
        public Optional<Integer> usualPort() {
            return Optional.of(2379);
        }
    }

    /** See {@link Endpoint#cloudMetadata()}. */
    record OfMetadata() implements Endpoint {
        @Override
        public String describe() {
            return "the cloud's metadata service";
        }

        @Override
        public Optional<Integer> usualPort() {
            return Optional.of(80);
        }
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

    /** See {@link Endpoint#service(String, String)}. */
    record OfService(String namespace, String name) implements Endpoint {
        /** The object. */
        public ObjectRef ref() {
            return ObjectRef.of("Service", namespace, name);
        }

        @Override
        public String describe() {
            return ref().toString();
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
