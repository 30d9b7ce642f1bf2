package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.ClusterFacts;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what somebody says of a cluster. Whatever is not understood is an error with its place and makes the snapshot
 * incomplete: a fact that is passed over in silence would be taken for one that counts.
 */
final class ClusterFactsReader {
    static final String VERSION = "postern.dev/v1";

    /** Code of an error about a field, or a document, that is no fact. */
    static final String UNKNOWN = "unknown-fact";

    /** Code of an error about a value that cannot be used. */
    static final String INVALID = "invalid-fact";

    /** Kinds of the documents that a facts file may hold. */
    static final ImmutableSet<String> KINDS =
            ImmutableSet.of(ClusterFacts.KIND, PodSecurityDefaultsReader.ALL_PLUGINS, PodSecurityDefaultsReader.OWN);

    private static final ImmutableSet<String> CLUSTER_SCOPED = ImmutableSet.of("Namespace");

    private final Values in;
    private Optional<KubernetesVersion> version = Optional.empty();
    private Optional<String> plugin = Optional.empty();
    private Optional<Boolean> enforced = Optional.empty();
    private Optional<Boolean> publicApiServer = Optional.empty();
    private final List<ClusterFacts.User> users = new ArrayList<>();
    private final List<ClusterFacts.Jewel> jewels = new ArrayList<>();
    private final Map<String, Integer> effort = new TreeMap<>();

    private ClusterFactsReader(Values in) {
        this.in = in;
    }

    static ClusterFacts read(Values in, Identity identity) {
        ClusterFactsReader reader = new ClusterFactsReader(in);
        reader.document();
        return new ClusterFacts(
                AbacPolicyReader.meta(identity.origin()),
                reader.version,
                reader.plugin,
                reader.enforced,
                reader.publicApiServer,
                ImmutableList.copyOf(reader.users),
                ImmutableList.copyOf(reader.jewels),
                ImmutableSortedMap.copyOf(reader.effort));
    }

    private void document() {
        if (!object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "apiVersion", "kind" -> in.skip();
                case "kubernetesVersion" -> version();
                case "network" -> network();
                case "apiServer" -> apiServer();
                case "users" -> list(this::user);
                case "crownJewels" -> list(this::jewel);
                case "effort" -> effort();
                default ->
                    unknown("kubernetesVersion, network, apiServer, users, crownJewels and effort are understood");
            }
        }
    }

    private void version() {
        // As it is written: without quotes 1.30 is the number 1.3 to others.
        text().filter(text -> !text.isEmpty()).ifPresent(text -> {
            version = KubernetesVersion.parse(text);
            if (version.isEmpty()) {
                invalid("\"" + shown(text) + "\" is no version: write it as \"1.31\"");
            }
        });
    }

    private void network() {
        if (!object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "plugin" -> plugin = choice(ClusterFacts.PLUGINS);
                case "enforced" -> enforced = choice(List.of("true", "false")).map(Boolean::valueOf);
                default -> unknown("plugin and enforced are understood");
            }
        }
    }

    private void apiServer() {
        if (!object()) {
            return;
        }
        while (in.next()) {
            if (in.key().equals("exposure")) {
                publicApiServer = choice(List.of("public", "private")).map("public"::equals);
            } else {
                unknown("exposure is understood");
            }
        }
    }

    private void user(String field, SourceRef place) {
        String name = "";
        List<String> groups = new ArrayList<>();
        boolean whole = true;
        int before = in.errors();
        while (in.next()) {
            switch (in.key()) {
                case "name" -> name = text().orElse("");
                case "groups" ->
                    whole = elements(() -> text().filter(text -> !text.isEmpty())
                            .ifPresentOrElse(groups::add, () -> invalid("has an empty group")));
                default -> unknown("name and groups are understood");
            }
        }
        // Evidence counts the groups: with one missing, the others would be told from wrong lines.
        if (in.errors() > before || !whole) {
            return;
        }
        if (name.isEmpty()) {
            in.error(INVALID, "has no name; it is left out", place);
        } else if (Subject.user(name) instanceof Subject.ServiceAccount || name.equals("system:anonymous")) {
            in.error(
                    INVALID,
                    "is " + shown(name) + ", to whom the API server alone gives groups; it is left out",
                    place);
        } else {
            users.add(new ClusterFacts.User(field, name, ImmutableList.copyOf(groups)));
        }
    }

    private void jewel(String field, SourceRef place) {
        String kind = "";
        String namespace = "";
        String name = "";
        String labels = "";
        int before = in.errors();
        while (in.next()) {
            switch (in.key()) {
                case "kind" -> kind = choice(ClusterFacts.JEWELS).orElse("");
                case "namespace" -> namespace = text().orElse("");
                case "name" -> name = text().orElse("");
                case "labels" -> labels = text().orElse("");
                default -> unknown("kind, namespace and name are understood, or labels alone");
            }
        }
        if (in.errors() > before) {
            return;
        }
        boolean named = !kind.isEmpty() && !name.isEmpty();
        if (!labels.isEmpty() && kind.isEmpty() && name.isEmpty() && namespace.isEmpty()) {
            try {
                LabelSelector.parse(labels);
                jewels.add(new ClusterFacts.Jewel(field, Optional.empty(), labels));
            } catch (IllegalArgumentException e) {
                in.error(INVALID, "has labels that are no selector: " + e.getMessage(), place);
            }
        } else if (labels.isEmpty() && named && CLUSTER_SCOPED.contains(kind) == namespace.isEmpty()) {
            jewels.add(new ClusterFacts.Jewel(field, Optional.of(new ObjectRef(kind, namespace, name)), ""));
        } else {
            in.error(
                    INVALID,
                    "must have kind, namespace and name (a Namespace no namespace), or labels alone; it is left out",
                    place);
        }
    }

    private void effort() {
        if (!object()) {
            return;
        }
        while (in.next()) {
            String technique = in.key();
            long figure = in.isWholeNumber() ? in.optionalLong().orElse(0L) : 0;
            if (figure >= 1 && figure <= ClusterFacts.MAX_EFFORT) {
                effort.put(technique, (int) figure);
            } else {
                invalid("must be a whole number from 1 to " + ClusterFacts.MAX_EFFORT + "; it is left out");
                in.skip();
            }
        }
    }

    private interface Entry {
        void read(String field, SourceRef place);
    }

    /** Each entry is a map; what is none is an error. */
    private void list(Entry entry) {
        String list = in.key();
        elements(() -> {
            String field = list + "[" + in.index() + "]";
            SourceRef place = in.here();
            if (object()) {
                entry.read(field, place);
            }
        });
    }

    /** Whether a list stands here, which is read then, or nothing. */
    private boolean elements(Runnable element) {
        if (in.isNull()) {
            in.skip();
            return true;
        }
        if (!in.isList()) {
            invalid("must be a list; it is left out");
            in.skip();
            return false;
        }
        in.array();
        while (in.element()) {
            element.run();
        }
        return true;
    }

    /** Whether a map stands here, which is entered then. */
    private boolean object() {
        if (in.isObject()) {
            return in.object();
        }
        if (!in.isNull()) {
            invalid("must be a map; it is left out");
        }
        in.skip();
        return false;
    }

    /** Text, of whatever type YAML takes it for; empty where nothing stands, and with an error where something else does. */
    private Optional<String> text() {
        if (!in.isScalar()) {
            invalid("must be a text; it is left out");
            in.skip();
            return Optional.empty();
        }
        return Optional.of(in.scalarText());
    }

    private Optional<String> choice(Collection<String> known) {
        Optional<String> text = text().filter(given -> !given.isEmpty());
        if (text.isPresent() && !known.contains(text.get())) {
            invalid("\"" + shown(text.get()) + "\" is not known: write one of " + String.join(", ", known));
            return Optional.empty();
        }
        return text;
    }

    private void unknown(String understood) {
        in.error(UNKNOWN, "is not understood, so nothing follows from it; " + understood);
        in.skip();
    }

    private void invalid(String message) {
        in.error(INVALID, message);
    }

    private static String shown(String text) {
        return Printable.of(text, Limits.SHOWN);
    }
}
