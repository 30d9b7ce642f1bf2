package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Derived;
import dev.postern.edit.Edit;
import dev.postern.edit.EditCosts;
import dev.postern.edit.EditKind;
import dev.postern.edit.IsolatePods;
import dev.postern.edit.PodEdit;
import dev.postern.edit.RemovePolicyItem;
import dev.postern.edit.RemovePolicyRule;
import dev.postern.model.Container;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PolicyRule;
import dev.postern.model.RoleBinding;
import dev.postern.model.Service;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.network.Network;
import dev.postern.network.PortSet;
import dev.postern.network.ReachSink;
import dev.postern.network.ServiceTarget;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Violation;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Right;
import dev.postern.rbac.RightsDiff;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What edits may break, as far as the input shows: the authorities on rights and on flows are asked before and after. What a
 * program does with what it has is not in the input.
 */
final class Effects {
    /** Subjects, rights and callers beyond this many are counted. */
    private static final int SHOWN = 5;

    private static final String ANY = "*";

    private final Derived before;
    private final Derived after;

    Effects(Derived before, Derived after) {
        this.before = before;
        this.after = after;
    }

    ImmutableList<String> of(Edit edit) {
        String kind = edit.object().kind();
        if (kind.endsWith("RoleBinding")) {
            return before.facts()
                    .cluster()
                    .find(RoleBinding.class, edit.object())
                    .map(binding -> lost(Stream.of(binding), grant -> gives(binding, grant)))
                    .orElse(ImmutableList.of());
        }
        if (kind.equals("Role") || kind.equals("ClusterRole")) {
            return lost(
                    before.facts().cluster().roleBindings().stream().filter(binding -> names(binding, edit.object())),
                    grant -> grant.role().equals(edit.object()));
        }
        if (edit instanceof IsolatePods isolate) {
            return flows(isolate);
        }
        if (edit instanceof RemovePolicyRule rule) {
            return flows(edit.object(), rule.isEgress(), "rule");
        }
        if (edit instanceof RemovePolicyItem item) {
            return flows(edit.object(), item.isEgress(), edit.kind() == EditKind.REMOVE_POLICY_PEER ? "peer" : "port");
        }
        switch (edit.kind()) {
            case AUTOMOUNT_POD_WITH_RIGHTS:
            case AUTOMOUNT_ACCOUNT_WITH_RIGHTS:
                return tokens(edit.object());
            case SERVICE_CLUSTER_IP:
            case SERVICE_EXTERNAL_IPS:
            case INGRESS_BACKEND:
                return ImmutableList.of("callers from outside the cluster no longer reach what is behind it this way");
            default:
                return edit.kind() == EditKind.LABEL_NAMESPACE
                        ? beyondBaseline(edit.object().name())
                        : edit instanceof PodEdit pods ? pods(pods) : ImmutableList.of();
        }
    }

    /** The pods that the label keeps from being made again. */
    private ImmutableList<String> beyondBaseline(String namespace) {
        TreeMap<ObjectRef, TreeSet<String>> beyond = new TreeMap<>();
        for (Pod pod : before.facts().cluster().pods()) {
            if (pod.namespace().equals(namespace)) {
                for (Violation violation : before.facts().podSecurity().violations(pod, Admission.Level.BASELINE)) {
                    beyond.computeIfAbsent(pod.owner(), any -> new TreeSet<>()).add(violation.reason());
                }
            }
        }
        TreeSet<String> lines = new TreeSet<>();
        beyond.forEach((owner, reasons) ->
                lines.add("the pods of " + owner + " go on, but are not made again: " + String.join(", ", reasons)));
        return lines.isEmpty()
                ? ImmutableList.of("new pods beyond the level are refused; none that the input shows there is")
                : limited(lines);
    }

    /** Which containers find no longer which files, where a volume or a mount goes; else what such an edit risks. */
    private ImmutableList<String> pods(PodEdit edit) {
        TreeSet<String> lines = new TreeSet<>();
        for (Pod pod : before.facts().cluster().pods()) {
            if (pod.owner().equals(edit.object()) || pod.object().equals(edit.object())) {
                for (Container container : pod.spec().containers()) {
                    for (VolumeMount mount : container.volumeMounts()) {
                        if (edit.takes(container, mount)) {
                            lines.add("container " + container.name() + " no longer finds " + files(pod, mount));
                        } else if (edit.turnsInward(container, mount)) {
                            lines.add("what container " + container.name() + " mounts below " + mount.mountPath()
                                    + " no longer shows on the node");
                        }
                    }
                }
            }
        }
        return lines.isEmpty() ? ImmutableList.of(EditCosts.DEFAULT.reason(edit.kind())) : limited(lines);
    }

    private static String files(Pod pod, VolumeMount mount) {
        return mount.mountPath()
                + pod.spec().volumes().stream()
                        .filter(volume -> volume.name().equals(mount.volume()))
                        .map(Volume::source)
                        .filter(VolumeSource.HostPath.class::isInstance)
                        .map(source -> ", which is " + ((VolumeSource.HostPath) source).path() + " of the node"
                                + (mount.readOnly() ? ", read-only" : ""))
                        .findFirst()
                        .orElse("");
    }

    private static boolean gives(RoleBinding binding, Grant grant) {
        String namespace = binding.meta().namespace();
        return names(binding, grant.role())
                && (grant.scope().isClusterWide()
                        ? namespace.isEmpty()
                        : grant.scope().namespace().equals(namespace));
    }

    private static boolean names(RoleBinding binding, ObjectRef role) {
        return binding.roleRef().kind().equals(role.kind())
                && binding.roleRef().name().equals(role.name())
                && (role.namespace().isEmpty()
                        || role.namespace().equals(binding.meta().namespace()));
    }

    /** What those of some bindings lose, as far as it came by grants that the edit changes. */
    private ImmutableList<String> lost(Stream<RoleBinding> bindings, Predicate<Grant> changed) {
        TreeSet<Subject> subjects = new TreeSet<>();
        bindings.forEach(
                binding -> binding.subjects().forEach(entry -> subject(entry).ifPresent(subjects::add)));
        List<String> lines = new ArrayList<>();
        int more = 0;
        for (Subject subject : subjects) {
            List<Right> gone =
                    RightsDiff.of(
                                    before.facts().rbac().rights(subject),
                                    after.facts().rbac().rights(subject))
                            .lost()
                            .stream()
                            .filter(right -> right.by().stream().anyMatch(changed))
                            .toList();
            if (gone.isEmpty()) {
                continue;
            }
            if (lines.size() == SHOWN) {
                more++;
                continue;
            }
            lines.add(subject.describe() + " may no longer " + rights(gone));
        }
        if (more > 0) {
            lines.add("and " + more + " more lose rights");
        }
        return ImmutableList.copyOf(lines);
    }

    private static Optional<Subject> subject(SubjectEntry entry) {
        switch (entry.kind()) {
            case "ServiceAccount":
                return entry.namespace().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Subject.serviceAccount(entry.namespace(), entry.name()));
            case "Group":
                return Optional.of(Subject.group(entry.name()));
            case "User":
                return Optional.of(Subject.user(entry.name()));
            default:
                return Optional.empty();
        }
    }

    private static String rights(List<Right> lost) {
        TreeSet<String> everything = new TreeSet<>();
        LinkedHashSet<String> words = new LinkedHashSet<>();
        for (Right right : lost) {
            String scope = right.scope().describe();
            if (isEverything(right.rule())) {
                everything.add("do anything to any object " + scope);
            } else {
                words.add(text(right.rule()) + " " + scope);
            }
        }
        // Beside everything, the rest says nothing new.
        List<String> all = List.copyOf(everything.isEmpty() ? words : everything);
        List<String> shown = new ArrayList<>(all.stream().limit(SHOWN).toList());
        if (all.size() > SHOWN) {
            shown.add("and " + (all.size() - SHOWN) + " more");
        }
        return String.join("; ", shown);
    }

    private static boolean isEverything(PolicyRule rule) {
        return rule.verbs().contains(ANY)
                && rule.resources().contains(ANY)
                && rule.apiGroups().contains(ANY)
                && rule.resourceNames().isEmpty();
    }

    private static String text(PolicyRule rule) {
        return String.join(",", rule.verbs()) + " "
                + (rule.resources().isEmpty()
                        ? "URLs " + String.join(",", rule.nonResourceURLs())
                        : String.join(",", rule.resources()))
                + (rule.resourceNames().isEmpty() ? "" : " [" + String.join(",", rule.resourceNames()) + "]");
    }

    private ImmutableList<String> tokens(ObjectRef object) {
        TreeSet<String> lines = new TreeSet<>();
        for (Pod pod : before.facts().cluster().pods()) {
            Subject.ServiceAccount account = pod.serviceAccount();
            if (pod.owner().equals(object)
                    || pod.object().equals(object)
                    || account.ref().equals(object)) {
                int count = before.facts().rbac().rights(account).rights().size();
                lines.add(pod.owner() + " can no longer call the API server as " + account.describe() + ", which holds "
                        + count + (count == 1 ? " right" : " rights"));
            }
        }
        return limited(lines);
    }

    private ImmutableList<String> flows(IsolatePods isolate) {
        Network network = before.facts().network();
        Optional<Pod> pod = before.facts().cluster().pods().stream()
                .filter(candidate -> candidate.owner().equals(isolate.pods()))
                .findFirst();
        TreeSet<String> lines = new TreeSet<>();
        if (pod.isEmpty()) {
            return ImmutableList.of();
        }
        for (Service service : before.facts().cluster().services()) {
            if (!isolate.isEgress()
                    && service.meta().namespace().equals(pod.get().namespace())) {
                for (ServiceTarget target : network.targets(service, Pod::owner)) {
                    if (target.pod().owner().equals(isolate.pods()) && !isolate.isForOutside()) {
                        lines.add("callers of " + service.ref() + " are cut off");
                    } else if (target.pod().owner().equals(isolate.pods()) && isOpen(service)) {
                        lines.add("callers of " + service.ref() + " from outside the cluster are cut off");
                    }
                }
            }
        }
        if (isolate.isForOutside()) {
            lines.add("programs in their node's network, which count as outside, can no longer send packets to it");
            return ImmutableList.copyOf(lines);
        }
        TreeSet<ObjectRef> others =
                new TreeSet<>(ends(network, pod.get(), isolate.isEgress()).keySet());
        others.remove(isolate.pods());
        if (!others.isEmpty()) {
            lines.add(
                    isolate.isEgress()
                            ? "it can send packets to the pods of " + names(others) + " now"
                            : "the pods of " + names(others) + " can send packets to it now");
        }
        return ImmutableList.copyOf(lines);
    }

    /** What the pods that a policy binds no longer reach, or are no longer reached by. */
    private ImmutableList<String> flows(ObjectRef policy, boolean egress, String what) {
        Network was = before.facts().network();
        Network is = after.facts().network();
        TreeSet<String> lines = new TreeSet<>();
        for (int bound = 0; bound < was.classCount(); bound++) {
            if (!was.podsOf(bound).isEmpty() && was.binding(bound, egress).contains(policy)) {
                Pod pod = was.podOf(bound);
                Map<ObjectRef, PortSet> left = ends(is, pod, egress);
                Map<String, TreeSet<ObjectRef>> lost = new TreeMap<>();
                ends(was, pod, egress).forEach((end, ports) -> {
                    PortSet gone = ports.minus(left.getOrDefault(end, PortSet.NONE));
                    if (!gone.isEmpty()) {
                        String on = gone.equals(ports) ? "" : " on " + gone.notation();
                        lost.computeIfAbsent(on, any -> new TreeSet<>()).add(end);
                    }
                });
                lost.forEach((on, ends) -> {
                    String from = egress ? pod.owner().toString() : names(ends);
                    String to = egress ? names(ends) : pod.owner().toString();
                    lines.add("the pods of " + from + " can no longer send packets to those of " + to + on);
                });
            }
        }
        return lines.isEmpty()
                ? ImmutableList.of(
                        "packets that pass by this " + what + " alone; none of them between pods of the input")
                : limited(lines);
    }

    /** Whose pods these are, and on which ports. */
    private static Map<ObjectRef, PortSet> ends(Network network, Pod pod, boolean egress) {
        Map<ObjectRef, PortSet> owners = new TreeMap<>();
        ReachSink sink = (other, allowed, unknown) ->
                network.podsOf(other).forEach(one -> owners.merge(one.owner(), allowed.union(unknown), PortSet::union));
        int here = network.classOf(pod);
        if (here != Network.NO_CLASS && egress) {
            network.reachableFrom(here, sink);
        } else if (here != Network.NO_CLASS) {
            network.reachedBy(here, sink);
        }
        return owners;
    }

    private static boolean isOpen(Service service) {
        return !service.type().equals("ClusterIP") || !service.externalIPs().isEmpty();
    }

    private static String names(TreeSet<ObjectRef> objects) {
        String first = String.join(
                ", ", objects.stream().limit(SHOWN).map(ObjectRef::toString).toList());
        return objects.size() > SHOWN ? first + " and " + (objects.size() - SHOWN) + " more" : first;
    }

    private static ImmutableList<String> limited(TreeSet<String> lines) {
        List<String> shown = new ArrayList<>(lines.stream().limit(SHOWN).toList());
        if (lines.size() > SHOWN) {
            shown.add("and " + (lines.size() - SHOWN) + " more like these");
        }
        return ImmutableList.copyOf(shown);
    }
}
