package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.ConfigMap;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.ImageReference;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.network.Enforcement.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recognises network plugins by the images of DaemonSets, wherever these were copied to, and their switches; where there is
 * none, by their ConfigMaps. One plugin that enforces is enough: many run beside another that only joins the nodes.
 *
 * <p>Sources: the plugins' own manifests ({@code calico/manifests}, cilium {@code install/kubernetes}, antrea {@code
 * build/charts}, ovn-kubernetes {@code dist}, kube-router {@code daemonset}, {@code aws-k8s-cni.yaml}, kind's release v0.24.0,
 * aojea/kindnet's release v1.3.0) and Cilium's documentation of its policy enforcement modes.
 */
final class NetworkPlugins {
    /** kind builds its plugin's tags of a date and a commit. */
    private static final Pattern KIND_TAG = Pattern.compile(":v([0-9]{8})-.*");

    /** The last without policies, of kind v0.23, and the first with them, of v0.24. */
    private static final int KIND_WITHOUT = 20240513;

    private static final int KIND_WITH = 20240813;

    private static final Pattern VERSION_TAG = Pattern.compile(":v?([0-9]{1,4})\\.([0-9]{1,4})(\\..*)?");

    private static final ImmutableList<Plugin> ENFORCING = ImmutableList.of(
            new Plugin("Calico", "calico/node", "calico-node"),
            new Plugin("Antrea", "antrea-agent-ubuntu", "antrea-agent-ubi", "antrea-ubuntu", "antrea-ubi"),
            new Plugin("Weave Net", "weave-npc"),
            new Plugin("kube-network-policies", "kube-network-policies"));

    private static final ImmutableList<Plugin> JOINING = ImmutableList.of(
            new Plugin(
                    "flannel", "flannel/flannel", "flannel-io/flannel", "coreos/flannel", "mirrored-flannel-flannel"),
            new Plugin("Amazon VPC CNI", "amazon-k8s-cni"));

    private static final Plugin CILIUM = new Plugin("Cilium", "cilium/cilium", "mirrored-cilium-cilium");
    private static final Plugin KUBE_ROUTER = new Plugin("kube-router", "cloudnativelabs/kube-router");
    private static final Plugin AMAZON = new Plugin("Amazon VPC CNI", "aws-network-policy-agent");
    private static final Plugin KIND = new Plugin("kindnet", "kindest/kindnetd");
    private static final Plugin KINDNET = new Plugin("kindnet", "aojea/kindnetd");
    private static final Set<String> OVN_CONTAINERS = Set.of("ovnkube-node", "ovnkube-controller");

    private static final String SYSTEM = "kube-system";
    private static final String CILIUM_CONFIG = "cilium-config";

    private final Cluster cluster;
    private final List<Enforcement> found = new ArrayList<>();

    private record Plugin(String name, ImmutableList<String> repositories) {
        Plugin(String name, String... repositories) {
            this(name, ImmutableList.copyOf(repositories));
        }

        /** Of a copy in another registry the end of the path is left, or the slashes have become something else. */
        boolean is(ImageReference image) {
            String path = "/" + image.path();
            return repositories.stream().anyMatch(repository -> path.endsWith("/" + repository))
                    || repositories.stream().anyMatch(repository -> path.endsWith("mirrored-" + repository));
        }
    }

    private NetworkPlugins(Cluster cluster) {
        this.cluster = cluster;
    }

    static Enforcement find(Cluster cluster) {
        NetworkPlugins plugins = new NetworkPlugins(cluster);
        Set<ObjectRef> seen = new HashSet<>();
        for (Pod pod : cluster.pods()) {
            ObjectRef owner = pod.meta().controller().orElse(pod.owner());
            if (!pod.isTerminated() && owner.kind().equals("DaemonSet") && seen.add(owner)) {
                pod.spec().containers().stream()
                        .filter(NamedPorts::serving)
                        .forEach(container -> plugins.recognise(pod, container));
            }
        }
        plugins.byConfiguration();
        plugins.builtIn();
        return plugins.best(Status.ENFORCED)
                .or(() -> plugins.best(Status.UNPROVEN))
                .or(() -> plugins.best(Status.NOT_ENFORCED))
                .orElseGet(() -> new Enforcement(Status.UNPROVEN, "", ImmutableList.of()));
    }

    /** Everything that says the same. */
    private Optional<Enforcement> best(Status status) {
        List<Enforcement> same =
                found.stream().filter(one -> one.status() == status).toList();
        return same.isEmpty()
                ? Optional.empty()
                : Optional.of(new Enforcement(
                        status,
                        same.stream().map(Enforcement::plugin).distinct().collect(Collectors.joining(", ")),
                        same.stream()
                                .flatMap(one -> one.evidence().stream())
                                .distinct()
                                .collect(ImmutableList.toImmutableList())));
    }

    private void recognise(Pod pod, Container container) {
        ImageReference image = ImageReference.parse(container.image());
        Evidence fact = Evidence.stated(pod.object(), pod.field(container.field() + ".image"), container.image());
        plugin(ENFORCING, image).ifPresent(plugin -> add(Status.ENFORCED, plugin.name(), fact));
        plugin(JOINING, image).ifPresent(plugin -> add(Status.NOT_ENFORCED, plugin.name(), fact));
        if (OVN_CONTAINERS.contains(container.name())) {
            // Its images are built by whoever runs it.
            String field = pod.field(container.field() + ".name");
            add(Status.ENFORCED, "OVN-Kubernetes", Evidence.stated(pod.object(), field, container.name()));
        } else if (CILIUM.is(image)) {
            cilium(fact);
        } else if (KUBE_ROUTER.is(image)) {
            Optional<String> flag = flag(container, "run-firewall");
            boolean off = flag.filter(NetworkPlugins::isOff).isPresent();
            add(off ? Status.NOT_ENFORCED : Status.ENFORCED, KUBE_ROUTER.name(), fact, flag(pod, container, flag));
        } else if (AMAZON.is(image)) {
            Optional<String> flag = flag(container, "enable-network-policy");
            add(
                    flag.isEmpty()
                            ? Status.UNPROVEN
                            : flag.filter(NetworkPlugins::isOff).isPresent() ? Status.NOT_ENFORCED : Status.ENFORCED,
                    AMAZON.name(),
                    fact,
                    flag(pod, container, flag));
        } else if (KIND.is(image)) {
            add(kind(image), KIND.name(), fact);
        } else if (KINDNET.is(image)) {
            add(kindnet(image), KINDNET.name(), fact);
        }
    }

    private static Optional<Plugin> plugin(List<Plugin> plugins, ImageReference image) {
        return plugins.stream().filter(plugin -> plugin.is(image)).findFirst();
    }

    /** The input may lack DaemonSets. Beside one, the ConfigMap of another plugin may be what is left of it. */
    private void byConfiguration() {
        if (!found.isEmpty()) {
            return;
        }
        setting(CILIUM_CONFIG).ifPresent(config -> cilium(isThere(config)));
        setting("calico-config").ifPresent(config -> add(Status.ENFORCED, "Calico", isThere(config)));
        for (ConfigMap config : cluster.configMaps()) {
            String name = config.meta().name();
            boolean system = config.meta().namespace().equals(SYSTEM);
            if (system && (name.equals("antrea-config") || name.startsWith("antrea-config-"))) {
                add(Status.ENFORCED, "Antrea", isThere(config));
            } else if (name.equals("kube-flannel-cfg")
                    && (system || config.meta().namespace().equals("kube-flannel"))) {
                add(Status.NOT_ENFORCED, "flannel", isThere(config));
            }
        }
    }

    private static Evidence isThere(ConfigMap config) {
        return Evidence.stated(config.ref(), "metadata.name", config.meta().name());
    }

    private void cilium(Evidence agent) {
        Optional<ConfigMap> never = setting(CILIUM_CONFIG)
                .filter(config -> "never".equals(config.allowedData().get("enable-policy"))
                        || "false".equals(config.allowedData().get("enable-k8s-networkpolicy")));
        if (never.isEmpty()) {
            add(Status.ENFORCED, CILIUM.name(), agent);
            return;
        }
        String key = "never".equals(never.get().allowedData().get("enable-policy"))
                ? "enable-policy"
                : "enable-k8s-networkpolicy";
        add(Status.NOT_ENFORCED, CILIUM.name(), agent, stated(never.get(), key));
    }

    /** Where Amazon runs the plugin itself, nothing of it is among the pods but the switch. */
    private void builtIn() {
        boolean shown = found.stream().anyMatch(one -> one.plugin().equals(AMAZON.name()));
        setting("amazon-vpc-cni").filter(config -> !shown).ifPresent(this::amazon);
    }

    private void amazon(ConfigMap config) {
        String key = "enable-network-policy-controller";
        String value = config.allowedData().get(key);
        if (value != null) {
            add(value.equals("true") ? Status.ENFORCED : Status.NOT_ENFORCED, AMAZON.name(), stated(config, key));
        } else if (found.isEmpty()) {
            add(Status.UNPROVEN, AMAZON.name(), isThere(config));
        }
    }

    private Optional<ConfigMap> setting(String name) {
        return cluster.find(ConfigMap.class, ObjectRef.of("ConfigMap", SYSTEM, name));
    }

    private static Evidence stated(ConfigMap config, String key) {
        return Evidence.stated(
                config.ref(), "data[" + key + "]", config.allowedData().getOrDefault(key, ""));
    }

    private static Status kind(ImageReference image) {
        Matcher tag = KIND_TAG.matcher(image.tag());
        if (!tag.matches()) {
            return Status.UNPROVEN;
        }
        int date = Integer.parseInt(tag.group(1));
        return date >= KIND_WITH ? Status.ENFORCED : date <= KIND_WITHOUT ? Status.NOT_ENFORCED : Status.UNPROVEN;
    }

    private static Status kindnet(ImageReference image) {
        Matcher tag = VERSION_TAG.matcher(image.tag());
        if (!tag.matches()) {
            return Status.UNPROVEN;
        }
        int major = Integer.parseInt(tag.group(1));
        boolean enforces = major > 1 || major == 1 && Integer.parseInt(tag.group(2)) >= 3;
        return enforces ? Status.ENFORCED : Status.NOT_ENFORCED;
    }

    /** The last counts, as programs read them; without a setting it is a yes. */
    private static Optional<String> flag(Container container, String name) {
        return container.programFlags().stream()
                .filter(flag ->
                        flag.replaceFirst("^-{1,2}", "").split("=", 2)[0].equals(name))
                .reduce((first, second) -> second);
    }

    private static boolean isOff(String flag) {
        return flag.endsWith("=false") || flag.endsWith("=0") || flag.endsWith("=f");
    }

    private static Evidence[] flag(Pod pod, Container container, Optional<String> flag) {
        return flag.stream()
                .map(text -> Evidence.stated(pod.object(), pod.field(container.field() + ".args"), text))
                .toArray(Evidence[]::new);
    }

    private void add(Status status, String plugin, Evidence fact, Evidence... more) {
        found.add(new Enforcement(
                status,
                plugin,
                ImmutableList.<Evidence>builder().add(fact).add(more).build()));
    }
}
