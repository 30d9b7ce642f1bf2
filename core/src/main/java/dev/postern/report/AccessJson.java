package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AllowedIn;
import dev.postern.rbac.AllowedSubject;
import dev.postern.rbac.AllowedSubjects;
import dev.postern.rbac.Explanation;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Ground;
import dev.postern.rbac.Holding;
import dev.postern.rbac.NodeRight;
import dev.postern.rbac.Right;
import dev.postern.rbac.Rights;
import dev.postern.rbac.RightsDiff;
import dev.postern.rbac.RuleMatch;
import dev.postern.rbac.RunsAs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Answers to questions about rights as JSON; {@code docs/rights.md} describes the shape. Keys come in a fixed order and lists
 * in canonical order, so equal input gives equal bytes.
 */
public final class AccessJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private final Places places;
    private final JsonGenerator json;

    private AccessJson(Places places, JsonGenerator json) {
        this.places = places;
        this.json = json;
    }

    private interface Body {
        void write(AccessJson json) throws IOException;
    }

    /** May somebody do something; {@code allReasons} gives every ground, not only the first. */
    public static String render(Analysis analysis, Explanation answer, boolean allReasons) {
        List<Ground> shown = AccessText.shown(answer.grounds(), allReasons);
        Stream<Evidence> facts = Stream.concat(AccessText.facts(shown), answer.decision().evidence().stream());
        return document(analysis, facts, to -> {
            to.json.writeStringField(
                    "answer", answer.decision().outcome().name().toLowerCase(Locale.ROOT));
            to.request(answer.request());
            to.json.writeStringField("user", answer.user().name());
            to.strings("groups", answer.user().groups());
            to.json.writeStringField("missing", answer.decision().missing());
            to.grounds(shown, answer.grounds().size() - shown.size());
            to.strings("notes", answer.notes());
        });
    }

    /** Who may do something; {@code allReasons} gives every ground, not only the first. */
    public static String render(Analysis analysis, AllowedSubjects answer, boolean allReasons) {
        Stream<Ground> shown = Stream.concat(
                answer.subjects().stream()
                        .flatMap(subject -> subject.where().stream())
                        .flatMap(where -> AccessText.shown(where.grounds(), allReasons).stream()),
                answer.undecided().stream().map(AllowedSubjects.Undecided::ground));
        return document(analysis, AccessText.facts(shown.toList()), to -> {
            to.request(answer.request());
            to.json.writeArrayFieldStart("subjects");
            for (AllowedSubject subject : answer.subjects()) {
                to.allowed(subject, allReasons);
            }
            to.json.writeEndArray();
            to.json.writeArrayFieldStart("undecided");
            for (AllowedSubjects.Undecided undecided : answer.undecided()) {
                to.json.writeStartObject();
                to.subject("subject", undecided.subject());
                to.json.writeStringField("missing", undecided.missing());
                to.grounds(List.of(undecided.ground()), 0);
                to.json.writeEndObject();
            }
            to.json.writeEndArray();
            to.strings("notes", answer.notes());
        });
    }

    /** What somebody may do, with the facts that give it. */
    public static String render(Analysis analysis, Rights rights) {
        return document(analysis, facts(rights), to -> to.rights(rights));
    }

    /** What tells two subjects apart; places are those of {@code analysis}, in which {@code after} was asked for. */
    public static String render(Analysis analysis, RightsDiff diff) {
        return document(analysis, Stream.of(), to -> {
            to.subject("before", diff.before().subject());
            to.subject("after", diff.after().subject());
            to.rights("lost", diff.lost());
            to.rights("gained", diff.gained());
        });
    }

    private static Stream<Evidence> facts(Rights rights) {
        return Stream.concat(
                        rights.holdings().stream().flatMap(holding -> holding.supports().stream()),
                        rights.nodeRights().stream().flatMap(right -> right.supports().stream()))
                .flatMap(support -> support.facts().stream());
    }

    private static String document(Analysis analysis, Stream<Evidence> facts, Body body) {
        Places places = Places.of(analysis, facts);
        return JsonDocument.of(json -> {
            AccessJson to = new AccessJson(places, json);
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            body.write(to);
            JsonDocument.diagnostics(json, analysis.accessDiagnostics());
            json.writeEndObject();
        });
    }

    private void request(AccessRequest request) throws IOException {
        json.writeObjectFieldStart("request");
        json.writeStringField("verb", request.verb());
        json.writeStringField("apiGroup", request.apiGroup().orElse(""));
        json.writeStringField("resource", request.resource());
        json.writeStringField("subresource", request.subresource());
        json.writeStringField("name", request.name());
        json.writeStringField("namespace", request.namespace());
        json.writeBooleanField("allNamespaces", request.acrossNamespaces());
        json.writeStringField("path", request.path());
        json.writeEndObject();
    }

    private void allowed(AllowedSubject subject, boolean allReasons) throws IOException {
        json.writeStartObject();
        subject("subject", subject.subject());
        json.writeStringField("presence", subject.presence().name().toLowerCase(Locale.ROOT));
        json.writeStringField("extent", subject.extent().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("where");
        for (AllowedIn where : subject.where()) {
            json.writeStartObject();
            json.writeStringField("namespace", where.scope().namespace());
            strings("names", where.names());
            List<Ground> shown = AccessText.shown(where.grounds(), allReasons);
            grounds(shown, where.grounds().size() - shown.size());
            json.writeEndObject();
        }
        json.writeEndArray();
        runsAs(subject.runsAs());
        json.writeArrayFieldStart("members");
        for (Subject member : subject.members()) {
            json.writeString(member.principal());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void rights(Rights rights) throws IOException {
        subject("subject", rights.subject());
        json.writeStringField("presence", rights.presence().name().toLowerCase(Locale.ROOT));
        json.writeStringField("user", rights.user().name());
        strings("groups", rights.user().groups());
        runsAs(rights.runsAs());
        rights("rights", rights.rights());
        rights("withoutEffect", rights.withoutEffect());
        json.writeArrayFieldStart("holdings");
        for (Holding holding : rights.holdings()) {
            json.writeStartObject();
            subject("subject", holding.subject());
            grant("grant", holding.grant());
            evidence(
                    "evidence",
                    holding.supports().stream()
                            .flatMap(support -> support.facts().stream())
                            .distinct()
                            .toList());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("nodeRights");
        for (NodeRight right : rights.nodeRights()) {
            json.writeString(right.object().toString());
        }
        json.writeEndArray();
    }

    private void rights(String name, List<Right> rights) throws IOException {
        json.writeArrayFieldStart(name);
        for (Right right : rights) {
            json.writeStartObject();
            json.writeStringField("namespace", right.scope().namespace());
            strings("verbs", right.rule().verbs());
            strings("apiGroups", right.rule().apiGroups());
            strings("resources", right.rule().resources());
            strings("resourceNames", right.rule().resourceNames());
            strings("nonResourceURLs", right.rule().nonResourceURLs());
            json.writeArrayFieldStart("by");
            for (Grant grant : right.by()) {
                json.writeString(grant.describe());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void grounds(List<Ground> grounds, int further) throws IOException {
        json.writeArrayFieldStart("grounds");
        for (Ground ground : grounds) {
            json.writeStartObject();
            if (ground.rule().isPresent()) {
                RuleMatch match = ground.rule().get();
                subject("subject", match.subject());
                json.writeStringField("binding", match.binding().toString());
                json.writeNumberField("subjectIndex", match.subjectIndex());
                grant("grant", match.grant());
                json.writeStringField("role", match.role().toString());
                json.writeNumberField("ruleIndex", match.ruleIndex());
                evidence("matched", match.matched());
            }
            evidence("evidence", ground.support().facts());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("furtherGrounds", further);
    }

    private void subject(String name, Subject subject) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("kind", subject.kind());
        boolean account = subject instanceof Subject.ServiceAccount;
        json.writeStringField("namespace", account ? ((Subject.ServiceAccount) subject).namespace() : "");
        json.writeStringField("name", account ? ((Subject.ServiceAccount) subject).name() : subject.principal());
        json.writeEndObject();
    }

    private void grant(String name, Grant grant) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("role", grant.role().toString());
        json.writeStringField("namespace", grant.scope().namespace());
        json.writeEndObject();
    }

    private void runsAs(List<RunsAs> runsAs) throws IOException {
        json.writeArrayFieldStart("runsAs");
        for (RunsAs run : runsAs) {
            json.writeStartObject();
            json.writeStringField("workload", run.workload().toString());
            json.writeNumberField("pods", run.pods());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void evidence(String name, List<Evidence> facts) throws IOException {
        json.writeArrayFieldStart(name);
        for (Evidence fact : facts) {
            json.writeStartObject();
            JsonDocument.evidence(json, fact, places.of(fact));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void strings(String name, Iterable<String> values) throws IOException {
        JsonDocument.strings(json, name, values);
    }
}
