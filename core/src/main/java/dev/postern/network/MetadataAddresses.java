package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** Where clouds hand out metadata and credentials to whoever asks from a node: from the providers' documentation. */
final class MetadataAddresses {
    private static final ImmutableList<String> KNOWN = ImmutableList.of(
            // AWS, Azure, Google, OpenStack and most others
            "169.254.169.254",
            // AWS over IPv6
            "fd00:ec2::254",
            // Google over IPv6
            "fd20:ce::254",
            // GKE's own server for Workload Identity
            "169.254.169.252",
            // EKS Pod Identity
            "169.254.170.23",
            "fd00:ec2::23",
            // ECS task credentials
            "169.254.170.2",
            // Azure WireServer
            "168.63.129.16",
            // Alibaba, Volcengine, UCloud
            "100.100.100.200",
            "100.96.0.96",
            "100.80.80.80");

    private MetadataAddresses() {}

    static List<IpAddress> all() {
        return KNOWN.stream()
                .map(address -> IpAddress.parse(address).orElseThrow())
                .toList();
    }
}
