package dev.postern.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Confidence;
import dev.postern.network.Endpoint;
import dev.postern.network.Flow;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.rbac.AccessRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads what an assertion asserts. */
final class AssertionReader {
    private static final List<String> KINDS = List.of("noPath", "noReach", "onlyCan", "maxEffort");
    private static final int MOST_PATHS = 1000;
    private static final int MOST_EFFORT = 1_000_000;

    private final Fields fields;
    private final Terms terms;

    private AssertionReader(Fields fields, Terms terms) {
        this.fields = fields;
        this.terms = terms;
    }

    /** The assertion that one field of an entry holds. */
    static Assertion read(Fields entry, Terms terms) {
        List<String> given = KINDS.stream().filter(entry::has).toList();
        if (given.size() != 1) {
            throw new PolicyException(
                    entry.place(),
                    terms.id() + (given.isEmpty() ? " asserts nothing" : " asserts " + String.join(" and ", given))
                            + "; write exactly one of " + String.join(", ", KINDS));
        }
        KINDS.forEach(kind -> {
            if (!entry.has(kind)) {
                entry.fields(kind);
            }
        });
        String kind = given.get(0);
        Fields fields = entry.fields(kind).orElseThrow();
        AssertionReader reader = new AssertionReader(fields, terms);
        Assertion assertion = reader.read(kind);
        fields.done();
        return assertion;
    }

    private Assertion read(String kind) {
        switch (kind) {
            case "noPath":
                return noPath();
            case "noReach":
                return noReach();
            case "onlyCan":
                return onlyCan();
            default:
                return maxEffort();
        }
    }

    private Assertion noPath() {
        PathQuery query = query();
        OptionalInt most = fields.number("maxEffort", 1, MOST_EFFORT);
        return new Assertion.NoPath(
                terms, most.isPresent() ? query.withMaxEffort(most.getAsInt()) : query, fields.flag("mayBeAbsent"));
    }

    private Assertion maxEffort() {
        PathQuery query = query();
        int least = fields.number("atLeast", 2, MOST_EFFORT).orElseThrow(() -> fields.missing("atLeast", "8"));
        return new Assertion.AtLeastEffort(terms, query, least, fields.flag("mayBeAbsent"));
    }

    private PathQuery query() {
        Place[] from = fields.texts("from", "any-pod").stream()
                .map(text -> fields.meaning("from", text, Place::parse))
                .toArray(Place[]::new);
        Place to = fields.meaning("to", fields.text("to", "cluster-admin"), Place::parse);
        PathQuery query = PathQuery.from(from)
                .to(to)
                .cheapest(fields.number("limit", 1, MOST_PATHS).orElse(CheckPolicy.LIMIT));
        OptionalInt assume = fields.number("assume", 0, 100);
        if (assume.isPresent()) {
            query = query.assuming(assume.getAsInt());
        }
        return fields.optionalText("minConfidence").isPresent() ? query.withMinConfidence(confidence()) : query;
    }

    private Confidence confidence() {
        String text = fields.text("minConfidence", "likely");
        return Arrays.stream(Confidence.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> fields.wrong(
                        "minConfidence",
                        "'" + PolicyYaml.shown(text) + "'; write "
                                + Arrays.stream(Confidence.values())
                                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private Assertion noReach() {
        Endpoint from = fields.meaning("from", fields.text("from", "pod:shop/cart"), FlowNotation::endpoint);
        Endpoint to = fields.meaning("to", fields.text("to", "pod:data/postgres"), FlowNotation::endpoint);
        ImmutableList<Flow> flows = fields.texts("port", "5432").stream()
                .map(text -> fields.meaning("port", text, port -> FlowNotation.flow(from, to, port)))
                .distinct()
                .collect(ImmutableList.toImmutableList());
        return new Assertion.NoReach(terms, flows);
    }

    private Assertion onlyCan() {
        ImmutableList.Builder<AccessRequest> requests = ImmutableList.builder();
        ImmutableList<String> resources = distinct(fields.texts("resource", "secrets"));
        for (String verb : distinct(fields.texts("verb", "get"))) {
            for (String resource : resources) {
                requests.add(request(verb, resource));
            }
        }
        ImmutableList<SubjectPattern> allowed = fields
                .optionalTexts("allowed")
                .orElseThrow(() -> fields.missing("allowed", "[sa:shop/cart], or [] for nobody"))
                .stream()
                .map(text -> fields.meaning("allowed", text, SubjectPattern::parse))
                .collect(ImmutableList.toImmutableList());
        return new Assertion.OnlyCan(terms, requests.build(), allowed);
    }

    /** What is there twice would be found twice. */
    private static ImmutableList<String> distinct(ImmutableList<String> texts) {
        return ImmutableSet.copyOf(texts).asList();
    }

    private AccessRequest request(String verb, String resource) {
        AccessRequest request = fields.meaning("resource", resource, text -> AccessRequest.parse(verb, text));
        AccessRequest named = fields.optionalText("name")
                .map(name -> fields.meaning("name", name, request::named))
                .orElse(request);
        return fields.optionalText("namespace").map(named::in).orElse(named);
    }
}
