package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Rights over signers (E21): each is checked in admission of a write that RBAC has allowed, so both belong to one
 * identity. Source: kubernetes {@code plugin/pkg/admission/certificates}, {@code pkg/controller/certificates/approver}.
 */
final class Signings {
    private static final String GROUP = "certificates.k8s.io";
    private static final String REQUESTS = "certificatesigningrequests";
    private static final Permission CREATE = Permission.of("create", GROUP, REQUESTS);

    private final Map<Signing, TreeSet<Support>> found = new LinkedHashMap<>();

    private Signings() {}

    static ImmutableList<Signing> of(Function<ImmutableList<Permission>, ImmutableList<Combined>> combined) {
        Signings signings = new Signings();
        signings.add(Signing.Kind.APPROVE, combined.apply(both("approve", write(REQUESTS + "/approval"))));
        signings.add(Signing.Kind.SIGN, combined.apply(both("sign", write(REQUESTS + "/status"))));
        // A bundle's creation carries no name, its changes do: these are two ways to say one thing.
        signings.add(Signing.Kind.ATTEST, combined.apply(both("attest", write("clustertrustbundles"))));
        signings.add(
                Signing.Kind.ATTEST,
                combined.apply(both("attest", Permission.of("create", GROUP, "clustertrustbundles"))));
        // The controller manager asks about the creator of the request, without a name.
        Permission own =
                Permission.of("create", GROUP, REQUESTS + "/nodeclient").unnamed();
        signings.addUnlimited(Signing.Kind.NODE_CLIENT, combined.apply(ImmutableList.of(own, CREATE)));
        return signings.sorted();
    }

    private static ImmutableList<Permission> both(String verb, Permission write) {
        return ImmutableList.of(Permission.of(verb, GROUP, "signers"), write);
    }

    private static Permission write(String resource) {
        return Permission.of("update", GROUP, resource).or("patch");
    }

    private void add(Signing.Kind kind, List<Combined> combined) {
        combined.forEach(c -> add(kind, c, c.names().get(0)));
    }

    private void addUnlimited(Signing.Kind kind, List<Combined> combined) {
        combined.forEach(c -> add(kind, c, ImmutableSortedSet.of(Signing.KUBELET_CLIENT)));
    }

    private void add(Signing.Kind kind, Combined combined, ImmutableSortedSet<String> signers) {
        Signing key = new Signing(combined.holder(), kind, signers, combined.gained(), ImmutableList.of());
        found.computeIfAbsent(key, k -> new TreeSet<>()).addAll(combined.supports());
    }

    private ImmutableList<Signing> sorted() {
        List<Signing> all = new ArrayList<>();
        found.forEach((key, supports) -> all.add(
                new Signing(key.holder(), key.kind(), key.signers(), key.gained(), ImmutableList.copyOf(supports))));
        all.sort(Comparator.comparing(Signing::holder, Holder::compare)
                .thenComparing(Signing::kind)
                .thenComparing(s -> s.signers().toString())
                .thenComparing(s -> s.gained().toString()));
        return ImmutableList.copyOf(all);
    }
}
