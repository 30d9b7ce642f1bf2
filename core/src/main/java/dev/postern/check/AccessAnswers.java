package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AllowedIn;
import dev.postern.rbac.AllowedSubject;
import dev.postern.rbac.AllowedSubjects;
import dev.postern.rbac.Ground;
import dev.postern.rbac.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Asks who has a right, and leaves out who may have it. */
final class AccessAnswers {
    private static final String MASTERS = "system:masters";
    private static final String AUTHENTICATED = "system:authenticated";
    private static final UserInfo NOBODY = UserInfo.of("", ImmutableList.of());

    private final Analysis analysis;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    AccessAnswers(Analysis analysis) {
        this.analysis = analysis;
    }

    Answer about(Assertion.OnlyCan assertion) {
        for (AccessRequest request : assertion.requests()) {
            AllowedSubjects able = analysis.whoCan(request);
            notes.addAll(able.notes());
            byBinding(able, assertion.allowed());
            byOtherAuthorizers(able, assertion.allowed());
        }
        return Answer.of(assertion, violations, notes.stream().distinct().toList());
    }

    /** A finding for each place and name: whoever gets a right in one namespace more is a new one. */
    private void byBinding(AllowedSubjects able, List<SubjectPattern> allowed) {
        for (AllowedSubject subject : able.subjects()) {
            if (!isExpected(subject.subject(), allowed)) {
                subject.where().forEach(where -> holds(able.request(), subject.subject(), where));
            }
        }
        for (AllowedSubjects.Undecided undecided : able.undecided()) {
            if (!isExpected(undecided.subject(), allowed)) {
                violations.add(Violation.of(
                        Decision.unknown(undecided.missing(), undecided.ground().support()),
                        title(undecided.subject(), "perhaps may", able.request()),
                        "right",
                        undecided.subject().notation(),
                        able.request().describe()));
            }
        }
    }

    private void holds(AccessRequest request, Subject subject, AllowedIn where) {
        Decision decision = Decision.allowed(
                where.grounds().stream().map(Ground::support).collect(ImmutableList.<Support>toImmutableList()));
        String place = where.scope().namespace();
        String title = title(subject, "may", request)
                + (request.acrossNamespaces() && !place.isEmpty() ? ", there in namespace " + place : "");
        for (String name : where.names().isEmpty() ? List.of("") : where.names()) {
            violations.add(Violation.of(
                    decision,
                    title + (name.isEmpty() || !request.name().isEmpty() ? "" : ", there only '" + name + "'"),
                    "right",
                    subject.notation(),
                    request.describe(),
                    place,
                    name));
        }
    }

    /** RBAC is what {@code whoCan} lists. Others are asked about whom they name, and about somebody whom nobody names. */
    private void byOtherAuthorizers(AllowedSubjects able, List<SubjectPattern> allowed) {
        Decision everybody = analysis.decide(able.request().by(NOBODY));
        if (everybody.outcome() != Outcome.DENIED) {
            violations.add(Violation.of(
                    everybody,
                    "anybody " + (everybody.isAllowed() ? "may " : "perhaps may ")
                            + able.request().describe(),
                    "anybody",
                    able.request().describe()));
        }
        TreeSet<Subject> named = new TreeSet<>();
        for (AbacPolicy policy : analysis.snapshot().cluster().abacPolicies()) {
            addTo(named, policy);
        }
        able.subjects().forEach(subject -> named.remove(subject.subject()));
        named.removeIf(subject -> isExpected(subject, allowed));
        for (Subject subject : named) {
            Decision decision = analysis.decide(able.request().by(analysis.user(subject)));
            if (decision.isAllowed() && !everybody.isAllowed()) {
                violations.add(Violation.of(
                        decision,
                        title(subject, "may", able.request()),
                        "right",
                        subject.notation(),
                        able.request().describe(),
                        "",
                        ""));
            }
        }
    }

    private static void addTo(TreeSet<Subject> named, AbacPolicy policy) {
        if (policy.user().equals("*") || policy.group().equals("*")) {
            named.add(Subject.group(AUTHENTICATED));
        }
        if (!policy.user().isEmpty() && !policy.user().equals("*")) {
            named.add(Subject.user(policy.user()));
        }
        if (!policy.group().isEmpty() && !policy.group().equals("*")) {
            named.add(Subject.group(policy.group()));
        }
    }

    private static boolean isExpected(Subject subject, List<SubjectPattern> allowed) {
        return subject.equals(Subject.group(MASTERS)) || allowed.stream().anyMatch(pattern -> pattern.matches(subject));
    }

    private static String title(Subject subject, String verb, AccessRequest request) {
        return Printable.of(subject.describe()) + " " + verb + " " + request.describe();
    }
}
