package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import dev.postern.edit.Edit;
import dev.postern.edit.EditKind;
import dev.postern.edit.IsolatePods;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PolicyRule;
import dev.postern.model.RoleBinding;
import dev.postern.model.Service;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import dev.postern.network.Network;
import dev.postern.network.ServiceTarget;
import dev.postern.rbac.Right;
import dev.postern.rbac.RightsDiff;
import dev.postern.remediation.CutFinder.Derived;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What edits may break, as far as the input shows: the authorities on rights and on flows are asked before and after. What a
 * program does with what it has is not in the input.
 */
final class Effects {
    /** Subjects, rights and callers beyond this many are counted. */
    private static final int SHOWN = 5;

    private final Derived before;
    private final Derived after;

    Effects(Derived before, Derived after) {
        this.before = before;
        this.after = after;
    }

    ImmutableList<String> of(Edit edit) {
        String kind = edit.object().kind();
        if (kind.endsWith("RoleBinding")) {
            return lost(before.facts().cluster().find(RoleBinding.class, edit.object()).stream());
        }
        if (kind.equals("Role") || kind.equals("ClusterRole")) {
            return lost(
                    before.facts().cluster().roleBindings().stream().filter(binding -> names(binding, edit.object())));
        }
        if (edit instanceof IsolatePods isolate) {
            return flows(isolate);
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
                        ? ImmutableList.of("pods beyond the level that run there go on, but are not made again")
                        : ImmutableList.of();
        }
    }

    private static boolean names(RoleBinding binding, ObjectRef role) {
        return binding.roleRef().kind().equals(role.kind())
                && binding.roleRef().name().equals(role.name())
                && (role.namespace().isEmpty()
                        || role.namespace().equals(binding.meta().namespace()));
    }

    private ImmutableList<String> lost(Stream<RoleBinding> bindings) {
        TreeSet<Subject> subjects = new TreeSet<>();
        bindings.forEach(
                binding -> binding.subjects().forEach(entry -> subject(entry).ifPresent(subjects::add)));
        List<String> lines = new ArrayList<>();
        int more = 0;
        for (Subject subject : subjects) {
            RightsDiff diff = RightsDiff.of(
                    before.facts().rbac().rights(subject), after.facts().rbac().rights(subject));
            if (diff.lost().isEmpty()) {
                continue;
            }
            if (lines.size() == SHOWN) {
                more++;
                continue;
            }
            lines.add(subject.describe() + " may no longer " + rights(diff.lost()));
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
        List<String> words = new ArrayList<>(lost.stream()
                .limit(SHOWN)
                .map(right -> text(right.rule()) + " " + right.scope().describe())
                .toList());
        if (lost.size() > SHOWN) {
            words.add("and " + (lost.size() - SHOWN) + " more");
        }
        return String.join("; ", words);
    }

    private static String text(PolicyRule rule) {
        return String.join(",", rule.verbs()) + " "
                + String.join(",", rule.resources().isEmpty() ? rule.nonResourceURLs() : rule.resources())
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
                    if (target.pod().owner().equals(isolate.pods())) {
                        lines.add("callers of " + service.ref() + " are cut off");
                    }
                }
            }
        }
        int here = network.classOf(pod.get());
        if (here != Network.NO_CLASS) {
            TreeSet<ObjectRef> others = new TreeSet<>();
            if (isolate.isEgress()) {
                network.reachableFrom(
                        here,
                        (other, allowed, unknown) ->
                                others.add(network.podOf(other).owner()));
            } else {
                network.reachedBy(
                        here,
                        (other, allowed, unknown) ->
                                others.add(network.podOf(other).owner()));
            }
            others.remove(isolate.pods());
            if (!others.isEmpty()) {
                lines.add(
                        isolate.isEgress()
                                ? "it can send packets to the pods of " + names(others) + " now"
                                : "the pods of " + names(others) + " can send packets to it now");
            }
        }
        return ImmutableList.copyOf(lines);
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
