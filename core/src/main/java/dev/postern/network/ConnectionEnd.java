package dev.postern.network;

import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;

/** One end of a {@link Connection}. Its text is the form that network analysers have in common. */
public sealed interface ConnectionEnd {
    /** The pods of a workload, or a pod without one: {@code shop/cart[Deployment]}. */
    record OfWorkload(ObjectRef workload) implements ConnectionEnd {
        boolean isNamed(String namespace, String name) {
            return workload.namespace().equals(namespace) && workload.name().equals(name);
        }

        @Override
        public String toString() {
            // An owner reference may lack its kind; of its pods one thing is known, that they are pods.
            String kind = workload.kind().isEmpty() ? "Pod" : workload.kind();
            return workload.qualifiedName() + "[" + kind + "]";
        }
    }

    /**
     * Whoever outside the cluster has one of these addresses, both ends included: {@code 10.0.0.0-10.0.0.255[External]}. A
     * pod or a node of the cluster whose address lies between them is not meant.
     */
    record OfRange(String first, String last) implements ConnectionEnd {
        @Override
        public String toString() {
            return first + "-" + last + "[External]";
        }
    }

    /** Every pod that the cluster has or may get: {@code entire-cluster}. */
    record EntireCluster() implements ConnectionEnd {
        @Override
        public String toString() {
            return "entire-cluster";
        }
    }

    /**
     * Pods that the cluster has or may get, by what a policy says of them: {@code shop/[pod with {app=cart}]}, {@code
     * [namespace with {team=a}]/[all pods]}.
     *
     * @param namespace the one namespace meant; empty where {@code namespaces} says which
     * @param namespaces matches every namespace where {@code namespace} is given
     */
    record OfSelectors(String namespace, LabelSelector namespaces, LabelSelector pods) implements ConnectionEnd {
        @Override
        public String toString() {
            String where = !namespace.isEmpty()
                    ? namespace
                    : namespaces.selectsEverything()
                            ? "[all namespaces]"
                            : "[namespace with " + SelectorTerms.of(namespaces) + "]";
            return where + "/"
                    + (pods.selectsEverything() ? "[all pods]" : "[pod with " + SelectorTerms.of(pods) + "]");
        }
    }

    /** Whatever serves the cluster's Ingresses and routes: {@code {ingress-controller}}. */
    record OfIngressController() implements ConnectionEnd {
        @Override
        public String toString() {
            return "{ingress-controller}";
        }
    }
}
