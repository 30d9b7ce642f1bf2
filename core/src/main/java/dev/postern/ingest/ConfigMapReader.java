package dev.postern.ingest;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.postern.model.ConfigMap;
import dev.postern.model.ObjectMeta;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** ConfigMaps: key names, and the values of those few that configure the cluster itself. */
final class ConfigMapReader {
    /** Namespace and name. The tokens that kube-public/cluster-info carries signatures of are not in it. */
    private static final ImmutableSet<String> ALLOWED = ImmutableSet.of(
            "kube-system/aws-auth",
            "kube-system/cilium-config",
            "kube-system/calico-config",
            "kube-system/amazon-vpc-cni",
            "kube-system/kube-flannel-cfg",
            "kube-flannel/kube-flannel-cfg",
            "kube-system/antrea-config",
            "kube-system/kubeadm-config",
            "kube-system/kubelet-config",
            "kube-public/cluster-info",
            "istio-system/istio");

    /** Configures a program, in whatever namespace it is: this one key of it is kept, if it is a switch. */
    private static final String ARGO_CD = "argocd-cmd-params-cm";

    private static final String ARGO_CD_KEY = "server.disable.auth";

    private static final ImmutableSet<String> ALLOWED_NAMES = Stream.concat(
                    ALLOWED.stream().map(name -> name.substring(name.indexOf('/') + 1)), Stream.of(ARGO_CD))
            .collect(ImmutableSet.toImmutableSet());

    private ConfigMapReader() {}

    static ConfigMap read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        boolean nameKnown = false;
        Map<String, String> data = new TreeMap<>();
        ImmutableSortedSet<String> binary = ImmutableSortedSet.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> {
                        metadata = Metadata.read(in);
                        nameKnown = true;
                    }
                    case "data" -> data = data(in, !nameKnown || mayBeAllowed(metadata.name()));
                    case "binaryData" -> binary = in.keys();
                    default -> in.skip();
                }
            }
        }
        ObjectMeta meta = metadata.of(identity);
        boolean allowed = isAllowed(meta.namespace(), meta.name());
        return new ConfigMap(
                meta,
                ImmutableSortedSet.copyOf(Sets.union(data.keySet(), binary)).asList(),
                allowed ? AllowedData.of(data) : ofProgram(meta.name(), data));
    }

    private static ImmutableSortedMap<String, String> ofProgram(String name, Map<String, String> data) {
        String setting = name.equals(ARGO_CD) ? data.getOrDefault(ARGO_CD_KEY, "") : "";
        return setting.equals("true") || setting.equals("false")
                ? ImmutableSortedMap.of(ARGO_CD_KEY, setting)
                : ImmutableSortedMap.of();
    }

    /** Keys with their values, or with nothing when the values are of no use. They outlive this reader only if allowed. */
    private static Map<String, String> data(Values in, boolean values) {
        Map<String, String> data = new TreeMap<>();
        if (in.object()) {
            while (in.next()) {
                String key = in.sharing().one(in.key());
                if (values) {
                    data.put(key, in.scalarText());
                } else {
                    data.put(key, "");
                    in.skip();
                }
            }
        }
        return data;
    }

    private static boolean mayBeAllowed(String name) {
        return ALLOWED_NAMES.contains(name) || name.startsWith("kubelet-config-") || name.startsWith("antrea-config-");
    }

    /** Older kubeadm and Antrea append a version or hash to the name. */
    private static boolean isAllowed(String namespace, String name) {
        return ALLOWED.contains(namespace + "/" + name)
                || namespace.equals("kube-system")
                        && (name.startsWith("kubelet-config-") || name.startsWith("antrea-config-"));
    }
}
