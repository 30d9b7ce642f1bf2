package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.LabelSelector;
import dev.postern.model.Printable;
import dev.postern.model.Subject;
import java.util.Locale;

/**
 * Where an attacker stands or wants to get: one end of a question. The static factories read as prose: {@code
 * from(anyPod()).to(anyNode())}; {@link #parse} reads the notation of the command line.
 */
public sealed interface Place {
    /** The notation of the command line, for instance {@code pod:shop/cart}. */
    String notation();

    /**
     * Outside the cluster: everything reachable through what is exposed; requests without credentials, too, where somebody says
     * that the API server is ({@link dev.postern.model.ClusterFacts#publicApiServer}).
     */
    static Place internet() {
        return new Preset("internet");
    }

    /** Inside one container, whichever: each is judged alone. */
    static Place anyPod() {
        return new Preset("any-pod");
    }

    /** Inside one container of a pod that the outside can send packets to: each is judged alone. */
    static Place exposedPods() {
        return new Preset("exposed-pods");
    }

    /** Acts as one service account that the input holds or a pod of it runs as, whichever: each is judged alone. */
    static Place anyServiceAccount() {
        return new Preset("any-sa");
    }

    /** Root on one node, whichever: as a start, each is judged alone. */
    static Place anyNode() {
        return new Preset("any-node");
    }

    /** May do everything, by effective permission. */
    static Place clusterAdmin() {
        return new Preset("cluster-admin");
    }

    /** The control plane: every right, or a node that it runs on. As a target only. */
    static Place controlPlane() {
        return new Preset("control-plane");
    }

    /** Reads every Secret, by effective permission. As a target only. */
    static Place allSecrets() {
        return new Preset("all-secrets");
    }

    /**
     * Any of what matters most: whatever carries the annotation {@code postern.dev/crown-jewel}, and workloads, pods, Secrets,
     * namespaces and service accounts whose labels one of the selectors matches. As a target only.
     *
     * @param selectors in kubectl's notation, for instance {@code app=payments,tier!=test}
     * @throws IllegalArgumentException if one is not a selector
     */
    static Place crownJewels(String... selectors) {
        ImmutableList<String> texts = ImmutableList.copyOf(selectors);
        texts.forEach(LabelSelector::parse);
        return new CrownJewels(texts);
    }

    /** Inside an element of the control plane. As a start only. */
    static Place controlPlane(Element element) {
        return new Named("control-plane", "", element.notation());
    }

    /** Has just this possession, whatever it is. */
    static Place of(Vertex vertex) {
        return new Exactly(vertex.id());
    }

    /** Inside a container of a pod, given by its own name or its workload's. */
    static Place pod(String namespace, String name) {
        return new Named("pod", namespace, name);
    }

    /** Acts as a service account. */
    static Place serviceAccount(String namespace, String name) {
        return new Named("sa", namespace, name);
    }

    /** Reads a Secret. */
    static Place secret(String namespace, String name) {
        return new Named("secret", namespace, name);
    }

    /** Acts as a user. */
    static Place user(String name) {
        return Subject.user(name) instanceof Subject.ServiceAccount account
                ? serviceAccount(account.namespace(), account.name())
                : new Named("user", "", name);
    }

    /** Acts as some member of a group. */
    static Place group(String name) {
        return new Named("group", "", name);
    }

    /** Root on a node. */
    static Place node(String name) {
        return new Named("node", "", name);
    }

    /** Any control in a namespace. As a start: inside one of its containers, each judged alone. */
    static Place namespace(String name) {
        return new Named("namespace", "", name);
    }

    /**
     * Inside every container that runs a matching image, init containers included: all of them at once, for whoever
     * controls an image controls each of its instances.
     *
     * @param glob {@code REGISTRY/REPOSITORY[:TAG][@DIGEST]}, in which {@code *} stands for any characters, slashes
     *     included, and {@code ?} for one. It is compared with an image as written, in its full form ({@code nginx} is
     *     {@code docker.io/library/nginx:latest}) and in its short one; without a tag it fits every tag and digest
     * @throws IllegalArgumentException if it is empty or holds a character that is in no image's name
     */
    static Place image(String glob) {
        ImageGlob.parse(glob);
        return new Named("image", "", glob);
    }

    /**
     * Reads the notation of the command line.
     *
     * @throws IllegalArgumentException with a message that says what would be understood
     */
    static Place parse(String text) {
        if (Preset.NAMES.contains(text)) {
            return new Preset(text);
        }
        if (text.equals(CrownJewels.NOTATION)) {
            return crownJewels();
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        switch (kind) {
            case "pod":
            case "sa":
            case "secret": {
                int slash = rest.indexOf('/');
                if (slash > 0 && slash < rest.length() - 1) {
                    return new Named(kind, rest.substring(0, slash), rest.substring(slash + 1));
                }
                throw new IllegalArgumentException(
                        "'" + text + "' lacks its namespace: write " + kind + ":NAMESPACE/NAME");
            }
            case "user":
                if (!rest.isEmpty()) {
                    return user(rest);
                }
                break;
            case "image":
                return image(rest);
            case "control-plane":
                return controlPlane(Element.parse(rest));
            case "container":
            case "token":
            case "role":
            case "port":
            case "files":
            case "write":
            case "node-of":
                if (!rest.isEmpty()) {
                    return new Exactly(text);
                }
                break;
            case "group":
            case "node":
            case "namespace":
                if (!rest.isEmpty()) {
                    return new Named(kind, "", rest);
                }
                break;
            default:
                break;
        }
        throw new IllegalArgumentException("'" + text + "' is not a place: write one of "
                + String.join(", ", Preset.NAMES)
                + ", pod:NAMESPACE/NAME, sa:NAMESPACE/NAME, secret:NAMESPACE/NAME, user:NAME, group:NAME, node:NAME,"
                + " namespace:NAME, image:GLOB, control-plane:ELEMENT, crown-jewels, container:NAMESPACE/POD/NAME, or any"
                + " other vertex by its id");
    }

    /** A place that every cluster has. */
    record Preset(String notation) implements Place {
        static final java.util.List<String> NAMES = java.util.List.of(
                "internet",
                "any-pod",
                "exposed-pods",
                "any-sa",
                "any-node",
                "cluster-admin",
                "control-plane",
                "all-secrets");
    }

    /** What somebody said matters most; see {@link #crownJewels}. */
    record CrownJewels(ImmutableList<String> selectors) implements Place {
        static final String NOTATION = "crown-jewels";

        @Override
        public String notation() {
            return NOTATION;
        }
    }

    /** One vertex of the graph, by its id. */
    record Exactly(String notation) implements Place {}

    /** The elements of a control plane that an attacker may stand in. */
    enum Element {
        ETCD,
        APISERVER,
        SCHEDULER,
        CONTROLLER_MANAGER;

        /** For the command line, for instance {@code controller-manager}. */
        public String notation() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Element parse(String text) {
            for (Element element : values()) {
                if (element.notation().equals(text)) {
                    return element;
                }
            }
            throw new IllegalArgumentException("'control-plane:" + Printable.of(text)
                    + "' is no place: write control-plane:etcd, :apiserver, :scheduler or :controller-manager");
        }
    }

    /** A place named by an object; {@code namespace} is empty for kinds without one. */
    record Named(String kind, String namespace, String name) implements Place {
        @Override
        public String notation() {
            return kind + ":" + (namespace.isEmpty() ? "" : namespace + "/") + name;
        }
    }
}
