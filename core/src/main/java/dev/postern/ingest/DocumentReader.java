package dev.postern.ingest;

import dev.postern.model.ClusterFacts;
import dev.postern.model.JsonValue;
import dev.postern.model.Origin;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one document after the other of one file: an object, a list of objects in any of its shapes. */
final class DocumentReader {
    private final String file;
    private final String namespace;
    private final Collector collector;
    private final Report report;
    private final Content content;
    private int document = -1;

    DocumentReader(String file, String namespace, Collector collector) {
        this(file, namespace, collector, Content.MANIFESTS);
    }

    DocumentReader(String file, String namespace, Collector collector, Content content) {
        this.content = content;
        this.file = file;
        this.namespace = namespace;
        this.collector = collector;
        this.report = collector.report();
    }

    /** Index of the document that is being read, from 0. */
    int document() {
        return document;
    }

    /** Counts a document that has begun. */
    void begin() {
        document++;
    }

    /** Reads the document that the cursor stands on. */
    void read(Cursor in) {
        switch (in.kind()) {
            case OBJECT -> {
                collector.document();
                if (content == Content.ABAC_LINES) {
                    policy(in);
                } else {
                    object(in, -1, "", "", new ArrayList<>());
                }
            }
            case ARRAY -> {
                collector.document();
                List<HeaderCursor> unnamed = new ArrayList<>();
                items(in, -1, "", "", unnamed);
                unnamed.forEach(this::withoutKind);
            }
            case NULL -> in.skip();
            default -> {
                collector.document();
                collector.skipped();
                report.error(
                        "not-an-object",
                        "the document is " + in.kind().words() + ", not an object of Kubernetes; it is skipped",
                        place(in));
                in.skip();
            }
        }
    }

    /** Reads an object that stands there. */
    void read(Cursor in, Origin at) {
        document = at.document();
        object(in, at.item(), "", "", new ArrayList<>());
    }

    /**
     * Reads an object or a list.
     *
     * @param item index in the list around it, or -1
     * @param unnamed takes the object if it cannot be told yet what it is
     */
    private void object(Cursor in, int item, String defaultVersion, String defaultKind, List<HeaderCursor> unnamed) {
        long offset = in.offset();
        HeaderCursor header = new HeaderCursor(in, defaultVersion, defaultKind, item);
        if (header.isList()) {
            list(header, item);
        } else if (header.kindName().isEmpty()) {
            if (header.isComplete()) {
                unnamed.add(header);
                if (item < 0) {
                    withoutKind(header);
                }
            } else {
                withoutKind(header);
                header.skip();
            }
        } else {
            single(header, item, offset);
        }
    }

    /** A line of a policy file; without a version it is of version 0. */
    private void policy(Cursor in) {
        long offset = in.offset();
        HeaderCursor header = new HeaderCursor(in, "", "", -1);
        if (header.isComplete()
                && header.kindName().isEmpty()
                && header.apiVersion().isEmpty()) {
            header.assume(AbacPolicyReader.UNVERSIONED, AbacPolicyReader.UNVERSIONED_KIND);
        }
        if (header.kindName().isEmpty()) {
            withoutKind(header);
            header.skip();
        } else {
            single(header, -1, offset);
        }
    }

    private void items(Cursor in, int outer, String apiVersion, String itemKind, List<HeaderCursor> unnamed) {
        in.enterArray();
        int index = -1;
        while (in.nextElement()) {
            index++;
            int item = outer < 0 ? index : outer;
            if (in.kind() == Cursor.Kind.OBJECT) {
                object(in, item, apiVersion, itemKind, unnamed);
            } else {
                collector.skipped();
                report.error(
                        "not-an-object",
                        "item " + index + " of the list is " + in.kind().words() + ", not an object; it is skipped",
                        place(in));
                in.skip();
            }
        }
    }

    /** A {@code List}, {@code PodList} or the like; its kind may come behind its items. */
    private void list(HeaderCursor header, int item) {
        List<HeaderCursor> unnamed = new ArrayList<>();
        boolean anyItems = false;
        header.enterObject();
        while (header.nextKey()) {
            switch (header.key()) {
                case "items" -> {
                    if (header.kind() == Cursor.Kind.ARRAY) {
                        anyItems = true;
                        // A list that says its version behind its items settles what they are in the end.
                        String itemKind = header.apiVersion().isEmpty() ? "" : itemKind(header.kindName());
                        items(header.inner(), item, itemVersion(header), itemKind, unnamed);
                    } else {
                        anyItems |= header.kind() == Cursor.Kind.NULL;
                        header.skip();
                    }
                }
                case "kind", "apiVersion" -> header.settle();
                default -> header.skip();
            }
        }
        String kind = itemKind(header.kindName());
        for (HeaderCursor object : unnamed) {
            if (kind.isEmpty()) {
                withoutKind(object);
            } else {
                object.assume(itemVersion(header), kind);
                single(object, object.item(), object.offset());
            }
        }
        if (!anyItems) {
            collector.other(Kinds.nameOf(header.apiVersion(), header.kindName()));
        } else if (!header.kindName().isEmpty() && !header.kindName().endsWith("List")) {
            report.warning(
                    "not-a-list",
                    "the items of an object of kind " + Printable.of(header.kindName(), Limits.SHOWN)
                            + " were read as objects",
                    new SourceRef(file, header.firstLine(), 0));
        }
    }

    private static String itemVersion(HeaderCursor list) {
        return itemKind(list.kindName()).isEmpty() ? "" : list.apiVersion();
    }

    /** What a list of that kind holds; empty when it may hold anything. */
    private static String itemKind(String listKind) {
        return listKind.endsWith("List") ? listKind.substring(0, listKind.length() - "List".length()) : "";
    }

    private void single(HeaderCursor header, int item, long offset) {
        String apiVersion = header.apiVersion();
        Optional<Kinds.Kind> found = Kinds.find(apiVersion, header.kindName());
        boolean fact = found.filter(kind -> ClusterFactsReader.KINDS.contains(kind.name()))
                .isPresent();
        if (content == Content.FACTS && !fact
                || content != Content.FACTS
                        && found.filter(kind -> kind.name().equals(ClusterFacts.KIND))
                                .isPresent()) {
            outOfPlace(header);
            return;
        }
        if (found.isEmpty()) {
            header.skip();
            collector.other(Kinds.nameOf(apiVersion, header.kindName()));
            SourceRef place = new SourceRef(file, header.firstLine(), header.firstLine() == 0 ? 0 : 1);
            if (VoidMarks.isLegacyPolicy(apiVersion, header.kindName())) {
                report.warning("legacy-network-policy", VoidMarks.LEGACY_POLICY, place);
            } else if (VoidMarks.isOfOtherNetworks(apiVersion, header.kindName())) {
                report.warning("network-policy-not-evaluated", VoidMarks.OTHER_NETWORKS, place);
            } else if (VoidMarks.isOfNodes(apiVersion, header.kindName())) {
                report.warning("network-policy-not-evaluated", VoidMarks.HOST_ENDPOINTS, place);
            }
            return;
        }
        Kinds.Kind kind = found.get();
        SourceRef place = new SourceRef(file, header.firstLine(), header.firstLine() == 0 ? 0 : 1);
        checkVersion(apiVersion, kind, place);
        Origin origin = file.isEmpty() ? Origin.NONE : new Origin(file, document, item, offset, header.firstLine());
        Identity identity = new Identity(kind.name(), kind.namespaced() ? namespace : "", origin);
        Optional<Documents> kept = collector.documentsKept();
        if (kept.isPresent() && !kept.get().wants(origin)) {
            header.skip();
            return;
        }
        Optional<JsonValue.Obj> tree = kept.map(documents -> TreeReader.object(header));
        Cursor source = tree.isPresent() ? new TreeCursor(tree.get(), origin.line(), offset) : header;
        Values values = new Values(source, file, report, collector.sharing());
        Record object = kind.reader().read(values, identity);
        if (header.isContradicted()) {
            collector.skipped();
            report.error(
                    "two-kinds",
                    "this object is said to be of kind " + kind.name() + ", and further down of another; it is skipped."
                            + " Is a line of three dashes missing between two objects?",
                    place);
            return;
        }
        String name = Duplicates.meta(object).name();
        if (name.isEmpty()) {
            collector.skipped();
            report.error("no-name", "an object of kind " + kind.name() + " has no metadata.name; it is skipped", place);
            return;
        }
        if (name.contains("{{")) {
            report.warning("template", "the name of this object is a template: " + RENDER, place);
        }
        collector.object(object);
        kept.ifPresent(documents -> documents.put(
                Duplicates.ref(object), new Documents.Document(tree.orElse(JsonValue.Obj.EMPTY), origin)));
    }

    /** Anything but facts in a file of facts, and facts anywhere else. */
    private void outOfPlace(HeaderCursor header) {
        header.skip();
        SourceRef place = new SourceRef(file, header.firstLine(), header.firstLine() == 0 ? 0 : 1);
        if (content == Content.FACTS) {
            collector.skipped();
            report.error(
                    ClusterFactsReader.UNKNOWN,
                    "a file of facts holds ClusterFacts of " + ClusterFactsReader.VERSION + ", and configurations of"
                            + " admission; this is " + Printable.of(header.kindName(), Limits.SHOWN)
                            + " and is skipped. Objects of the cluster go into the input",
                    place);
        } else {
            collector.other(Kinds.nameOf(header.apiVersion(), header.kindName()));
            report.warning(
                    "facts-not-obeyed",
                    "facts among manifests do not count, lest manifests say how they are judged; if they are yours, give"
                            + " this file with --facts (Input.facts in a program)",
                    place);
        }
    }

    static final String RENDER = "render the chart first (helm template CHART) and read the result";

    private void checkVersion(String apiVersion, Kinds.Kind kind, SourceRef place) {
        if (apiVersion.equals(kind.current()) || kind.served().contains(apiVersion)) {
            return;
        }
        if (kind.retired().contains(apiVersion)) {
            collector.retired(apiVersion, kind, place);
        } else if (apiVersion.isEmpty()) {
            report.warning(
                    "no-version",
                    "an object of kind " + kind.name() + " has no apiVersion; it is read as " + kind.current(),
                    place);
        } else {
            report.warning(
                    "unknown-version",
                    Printable.of(apiVersion, Limits.SHOWN) + " of kind " + kind.name() + " is not known; it is read as "
                            + kind.current(),
                    place);
        }
    }

    private void withoutKind(HeaderCursor object) {
        collector.skipped();
        SourceRef place = new SourceRef(file, object.firstLine(), object.firstLine() == 0 ? 0 : 1);
        if (object.isOverflown()) {
            report.error("no-kind", "too much stands in front of the kind of this object; it is skipped", place);
        } else {
            report.error(
                    "no-kind", "this has no kind, so it is no object of Kubernetes; it is skipped" + hint(), place);
        }
    }

    /** What to do with files that are no manifests but tell how to make some. */
    private String hint() {
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (name.startsWith("kustomization.")) {
            return ". Its folder is a kustomization: build it first (kubectl kustomize FOLDER) and read the result";
        }
        boolean chart = name.equals("Chart.yaml") || name.startsWith("values") && name.endsWith(".yaml");
        return chart ? ". Its folder is a chart: " + RENDER : "";
    }

    SourceRef place(Cursor in) {
        return new SourceRef(file, in.line(), in.column());
    }
}
