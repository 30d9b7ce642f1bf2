package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import java.util.Optional;

/** Pods. */
final class PodReader {
    private Metadata metadata = Metadata.NONE;
    private PodSpecReader spec = new PodSpecReader();
    private String phase = "";
    private String podIp = "";
    private ImmutableList<String> podIps = ImmutableList.of();

    private PodReader() {}

    static Pod read(Values in, Identity identity) {
        PodReader pod = new PodReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> pod.metadata = Metadata.ofPod(in);
                    case "spec" -> {
                        pod.spec = new PodSpecReader();
                        pod.spec.read(in);
                    }
                    case "status" -> pod.status(in);
                    default -> SecurityFields.skip(in, Spot.OBJECT);
                }
            }
        }
        return pod.build(in, identity);
    }

    private void status(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "phase" -> phase = in.symbol();
                case "podIP" -> podIp = in.string();
                case "podIPs" -> podIps = in.objects(() -> ip(in));
                default -> in.skip();
            }
        }
    }

    private static String ip(Values in) {
        String ip = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "ip" -> ip = in.string();
                    default -> in.skip();
                }
            }
        }
        return ip;
    }

    private Pod build(Values in, Identity identity) {
        ObjectMeta meta = metadata.of(identity);
        PodSpec podSpec = spec.build(in, metadata.profiles());
        ImmutableList<String> ips = podIps.isEmpty() && !podIp.isEmpty() ? ImmutableList.of(podIp) : podIps;
        ObjectRef ref = ObjectRef.of("Pod", meta.namespace(), meta.name());
        return new Pod(
                ref,
                meta,
                podSpec,
                "spec",
                spec.nodeName().isEmpty() ? Optional.empty() : Optional.of(spec.nodeName()),
                phase,
                ips,
                ref,
                false,
                meta.annotations().containsKey(Annotations.MIRROR));
    }
}
