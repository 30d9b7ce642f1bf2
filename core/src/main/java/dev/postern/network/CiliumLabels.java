package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.ConfigMap;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelRequirement.Operator;
import dev.postern.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * By which labels Cilium's agents know pods. Those that are no part of an identity, as one that is different for each pod or
 * rollout, are to its policies as if they were not there; the option {@code labels} adds patterns to those that agents have.
 *
 * <p>Source: cilium, {@code defaultLabelPrefixCfg} and {@code filterLabels} in {@code pkg/labelsfilter/filter.go} of 1.20, and
 * {@code filterPodLabels} in {@code pkg/k8s/apis/cilium.io/utils/utils.go}.
 */
final class CiliumLabels {
    /** What agents write down of a pod themselves; whoever labels a pod so is not believed. */
    static final String OWN = "io.cilium.k8s";

    /** In front of the labels of its namespace. */
    static final String OF_NAMESPACE = OWN + ".namespace.labels.";

    private static final String SETTINGS = "cilium-config";
    private static final String OPTION = "labels";
    private static final String FILE = "label-prefix-file";
    private static final String SOURCE = "k8s";

    private static final ImmutableList<String> DEFAULTS = ImmutableList.of(
            "io\\.kubernetes\\.pod\\.namespace",
            "io\\.cilium\\.k8s\\.namespace\\.labels",
            "app\\.kubernetes\\.io",
            "io\\.cilium\\.k8s\\.policy\\.cluster",
            "!io\\.kubernetes",
            "!kubernetes\\.io",
            "!statefulset\\.kubernetes\\.io/pod-name",
            "!apps\\.kubernetes\\.io/pod-index",
            "!batch\\.kubernetes\\.io/job-completion-index",
            "!batch\\.kubernetes\\.io/controller-uid",
            "!.*beta\\.kubernetes\\.io",
            "!k8s\\.io",
            "!pod-template-generation",
            "!pod-template-hash",
            "!controller-revision-hash",
            "!annotation.*",
            "!controller-uid",
            "!etcd_node");

    private static final ImmutableList<Prefix> DEFAULT_PREFIXES =
            DEFAULTS.stream().map(Prefix::parse).collect(ImmutableList.toImmutableList());

    private final ImmutableList<Prefix> prefixes;
    /** Whether a label counts only if some pattern says so. */
    private final boolean listed;

    private final Optional<ConfigMap> settings;
    private final Optional<String> fault;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** What a label begins with that counts, or that does not. */
    private record Prefix(String source, boolean ignored, Pattern pattern) {
        /** @throws PatternSyntaxException if agents could not read it either */
        static Prefix parse(String text) {
            int colon = text.indexOf(':');
            String source = text.substring(0, Math.max(colon, 0));
            String pattern = text.substring(colon + 1);
            boolean ignored = pattern.startsWith("!");
            if (pattern.isEmpty() || pattern.length() > LimitedText.MAX_PATTERN) {
                throw new PatternSyntaxException("no pattern", text, -1);
            }
            return new Prefix(source, ignored, Pattern.compile(ignored ? pattern.substring(1) : pattern));
        }

        /** How much of a key it matches; -1 if it does not match its beginning. */
        int length(String key) {
            if (!source.isEmpty() && !source.equals(SOURCE)) {
                return -1;
            }
            Matcher matcher = pattern.matcher(new LimitedText(key));
            try {
                return matcher.lookingAt() ? matcher.end() : -1;
            } catch (IndexOutOfBoundsException e) {
                return -1;
            }
        }
    }

    private CiliumLabels(Optional<ConfigMap> settings) {
        this.settings = settings;
        String option =
                settings.map(map -> map.allowedData().getOrDefault(OPTION, "")).orElse("");
        String file =
                settings.map(map -> map.allowedData().getOrDefault(FILE, "")).orElse("");
        boolean anyListed = false;
        Optional<String> wrong = file.isEmpty()
                ? Optional.empty()
                : Optional.of(FILE
                        + " names a file, which is not in the input: what agents leave out by default is left out");
        List<Prefix> own = new ArrayList<>();
        try {
            for (String text : Splitter.onPattern("\\s+").omitEmptyStrings().split(option)) {
                own.add(Prefix.parse(text));
                anyListed |= !own.get(own.size() - 1).ignored();
            }
        } catch (PatternSyntaxException e) {
            wrong = Optional.of(
                    OPTION + " holds what is no pattern, so that no agent starts with it; it is not heeded here");
            own.clear();
            anyListed = false;
        }
        listed = anyListed;
        prefixes = ImmutableList.<Prefix>builder()
                .addAll(DEFAULT_PREFIXES)
                .addAll(own)
                .build();
        fault = wrong;
    }

    /** Of the agents of a cluster. */
    static CiliumLabels of(Cluster cluster) {
        return new CiliumLabels(cluster.configMaps().stream()
                .filter(map ->
                        map.meta().name().equals(SETTINGS) && !map.allowedData().isEmpty())
                .findFirst());
    }

    /** The object with the options of agents. */
    Optional<ConfigMap> settings() {
        return settings;
    }

    /** What is not known of the options, or cannot be. */
    Optional<String> fault() {
        return fault;
    }

    /** Whether policies can tell pods apart by a label under the name that agents give it. */
    boolean isHeeded(String key) {
        return known.computeIfAbsent(key, this::read);
    }

    /** The shortest pattern that leaves a label out counts, and the longest that does not. */
    private boolean read(String key) {
        int included = 0;
        int ignored = 0;
        for (Prefix prefix : prefixes) {
            int length = prefix.length(key);
            if (length < 0) {
                continue;
            }
            if (!prefix.ignored()) {
                included = Math.max(included, length);
            } else if (ignored == 0 || length < ignored) {
                ignored = length;
            }
        }
        return !listed && ignored == 0 || included > ignored;
    }

    /** What a selector of pods comes to. */
    LabelSelector ofPods(LabelSelector selector) {
        return heeded(selector, "");
    }

    /** What a selector of namespaces comes to. */
    LabelSelector ofNamespaces(LabelSelector selector) {
        return heeded(selector, OF_NAMESPACE);
    }

    /** The keys of a selector. */
    static Stream<String> keys(LabelSelector selector) {
        return Stream.concat(
                selector.matchLabels().keySet().stream(),
                selector.matchExpressions().stream().map(LabelRequirement::key));
    }

    /** Whether a label that somebody gave a pod counts. */
    boolean isOfPod(String key) {
        return !key.startsWith(OWN) && isHeeded(key);
    }

    private LabelSelector heeded(LabelSelector selector, String prefix) {
        if (keys(selector).allMatch(key -> isHeeded(prefix, key))) {
            return selector;
        }
        Map<String, String> labels = new TreeMap<>();
        ImmutableList.Builder<LabelRequirement> rest = ImmutableList.builder();
        selector.matchLabels().forEach((key, value) -> {
            if (isHeeded(prefix, key)) {
                labels.put(key, value);
            } else {
                rest.add(never(key));
            }
        });
        for (LabelRequirement requirement : selector.matchExpressions()) {
            boolean absent =
                    requirement.operator() == Operator.NOT_IN || requirement.operator() == Operator.DOES_NOT_EXIST;
            if (isHeeded(prefix, requirement.key())) {
                rest.add(requirement);
            } else if (!absent) {
                rest.add(never(requirement.key()));
            }
        }
        return new LabelSelector(ImmutableSortedMap.copyOf(labels), rest.build());
    }

    private boolean isHeeded(String prefix, String key) {
        return prefix.isEmpty() ? isOfPod(key) : isHeeded(prefix + key);
    }

    private static LabelRequirement never(String key) {
        return new LabelRequirement(key, Operator.INVALID, ImmutableSortedSet.of());
    }
}
