package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An object's {@code metadata} as written.
 *
 * @param profiles annotations that confine containers; they end up in the containers, not in the model's metadata
 * @param owner kind and name of the owner reference with {@code controller: true}
 * @param created only where it decides something
 */
record Metadata(
        String name,
        String namespace,
        ImmutableSortedMap<String, String> labels,
        ImmutableSortedMap<String, String> annotations,
        ImmutableSortedMap<String, String> profiles,
        boolean live,
        Optional<Owner> owner,
        Optional<Instant> created) {
    /** Of an object without {@code metadata}. */
    static final Metadata NONE = new Metadata(
            "",
            "",
            ImmutableSortedMap.of(),
            ImmutableSortedMap.of(),
            ImmutableSortedMap.of(),
            false,
            Optional.empty(),
            Optional.empty());

    record Owner(String kind, String name, boolean controller) {}

    /** What labels and annotations can decide about depends on what they are written on. */
    private enum On {
        POD,
        NAMESPACE,
        /** Of several of these the oldest counts. */
        DATED,
        OTHER
    }

    static Metadata read(Values in) {
        return read(in, On.OTHER);
    }

    /** Of a pod, or of a template. */
    static Metadata ofPod(Values in) {
        return read(in, On.POD);
    }

    static Metadata ofNamespace(Values in) {
        return read(in, On.NAMESPACE);
    }

    /** Of a kind of which the oldest object counts. */
    static Metadata dated(Values in) {
        return read(in, On.DATED);
    }

    private static Metadata read(Values in, On on) {
        String name = "";
        String generateName = "";
        String namespace = "";
        ImmutableSortedMap<String, String> labels = ImmutableSortedMap.of();
        Annotated annotated = Annotated.NONE;
        boolean live = false;
        Optional<Owner> owner = Optional.empty();
        Optional<Instant> created = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.string();
                    case "generateName" -> generateName = in.string();
                    case "namespace" -> namespace = in.symbol();
                    case "labels" -> labels = labels(in, on);
                    case "annotations" -> annotated = in.again("annotations of " + on, () -> annotations(in, on));
                    case "uid" -> live = in.isNonEmptyText();
                    case "ownerReferences" ->
                        owner = in.again(
                                "ownerReferences",
                                () -> in.objects(() -> readOwner(in)).stream()
                                        .filter(Owner::controller)
                                        .findFirst());
                    case "creationTimestamp" -> created = on == On.DATED ? time(in.scalarText()) : Optional.empty();
                    default -> SecurityFields.skip(in, Spot.METADATA);
                }
            }
        }
        return new Metadata(
                name.isEmpty() ? generateName : name,
                namespace,
                labels,
                annotated.kept(),
                annotated.profiles(),
                live,
                owner,
                created);
    }

    /** What is no time is none: the API server writes this field itself. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private record Annotated(ImmutableSortedMap<String, String> kept, ImmutableSortedMap<String, String> profiles) {
        static final Annotated NONE = new Annotated(ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }

    private static ImmutableSortedMap<String, String> labels(Values in, On on) {
        return on == On.NAMESPACE ? in.stringMap() : in.stringMap("labels", () -> VoidMarks.podSecurityLabel(in));
    }

    private static Annotated annotations(Values in, On on) {
        TreeMap<String, String> kept = new TreeMap<>();
        TreeMap<String, String> profiles = new TreeMap<>();
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                if (on == On.NAMESPACE) {
                    VoidMarks.isolation(in);
                }
                if (Annotations.isKept(key)) {
                    kept.put(key, in.symbol());
                } else if (Annotations.isProfile(key)) {
                    if (on != On.POD) {
                        in.warning(
                                "profile-annotation-ignored",
                                "has no effect here: it belongs in the metadata of a pod or of a pod template");
                    }
                    profiles.put(key, in.symbol());
                } else {
                    in.skip();
                }
            }
        }
        return kept.isEmpty() && profiles.isEmpty()
                ? Annotated.NONE
                : new Annotated(shared(in, kept), shared(in, profiles));
    }

    private static ImmutableSortedMap<String, String> shared(Values in, TreeMap<String, String> map) {
        return map.isEmpty() ? ImmutableSortedMap.of() : in.sharing().one(ImmutableSortedMap.copyOf(map));
    }

    private static Owner readOwner(Values in) {
        String apiVersion = "";
        String kind = "";
        String name = "";
        boolean controller = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "apiVersion" -> apiVersion = in.symbol();
                    case "kind" -> kind = in.symbol();
                    case "name" -> name = in.symbol();
                    case "controller" -> controller = in.bool();
                    default -> in.skip();
                }
            }
        }
        return new Owner(Kinds.nameOf(apiVersion, kind), name, controller);
    }

    /** What the model keeps, with the namespace supplied where it is missing. */
    ObjectMeta of(Identity identity) {
        boolean stated = !namespace.isEmpty() || !identity.isNamespaced();
        String in = !identity.isNamespaced() ? "" : namespace.isEmpty() ? identity.defaultNamespace() : namespace;
        return new ObjectMeta(
                name,
                in,
                stated ? Basis.STATED : Basis.DEFAULT,
                labels,
                annotations,
                live,
                owner.map(by -> new ObjectRef(by.kind(), by.kind().equals("Node") ? "" : in, by.name())),
                identity.origin());
    }
}
