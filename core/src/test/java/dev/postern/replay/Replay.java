package dev.postern.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.attack.Vertex;
import dev.postern.attack.call.ApiCall;
import dev.postern.model.Subject;
import dev.postern.path.EscalationStep;
import dev.postern.path.IdentityReach;
import dev.postern.path.Reach;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.ImpersonatedUser;
import dev.postern.rbac.UserInfo;
import dev.postern.replay.ApiServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes the requests of plans, by impersonation, and compares statuses. What later requests rest on is written for real and
 * taken back afterwards; every other write is a dry run.
 */
final class Replay {
    private static final int FORBIDDEN = 403;
    /** How long the authorizer may take to notice what was written. */
    private static final int ATTEMPTS = 100;

    private static final int PAUSE_MILLIS = 50;

    private static final Set<String> PARTS_OF_NAMESPACES = Set.of("status", "finalize");

    private final ApiServer admin;
    private final Map<String, Answer> known = new HashMap<>();
    private final Map<Subject, ApiServer> tokens = new HashMap<>();
    private final Map<String, Integer> replayed = new TreeMap<>();
    private final Map<String, Integer> asked = new TreeMap<>();
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Integer> noRequest = new TreeMap<>();
    private final Set<String> forms = new TreeSet<>();
    private final List<String> deviations = new ArrayList<>();
    private int requests;

    Replay(ApiServer admin) {
        this.admin = admin;
    }

    List<String> deviations() {
        return deviations;
    }

    int replayedSteps() {
        return replayed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** In lines, for people. */
    String summary() {
        return "replay: steps replayed " + replayedSteps() + " " + replayed + " by " + requests
                + " different requests\n"
                + "replay: asked of the authorizer, as only a kubelet could answer " + asked + "\n"
                + "replay: skipped " + skipped + "\n"
                + "replay: steps that are no request " + noRequest + "\n"
                + "replay: deviations " + deviations.size();
    }

    void replay(IdentityReach identity, Reach reach) {
        long left =
                reach.steps().stream().mapToLong(step -> step.calls().size()).sum();
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            for (EscalationStep step : reach.steps()) {
                String technique = step.step().type().id();
                if (step.calls().isEmpty()) {
                    withoutRequest(identity, step);
                    continue;
                }
                boolean kubelet = false;
                boolean good = true;
                for (ApiCall call : step.calls()) {
                    left--;
                    kubelet |= call.kubelet();
                    boolean real = call.lasting() && left > 0;
                    String problem = call.kubelet() ? ask(call) : make(call, real, undo);
                    if (!problem.isEmpty()) {
                        good = false;
                        deviations.add(identity.subject().notation() + " → "
                                + reach.target().id() + ": " + technique
                                + " as " + call.as().name() + " " + call.verb() + " " + call.method() + " " + call.url()
                                + " should answer " + call.status() + ": " + problem);
                        break;
                    }
                }
                if (good) {
                    forms.add(technique
                            + step.calls().stream()
                                    .map(call -> " " + call.verb() + " " + kind(call.url()))
                                    .collect(Collectors.joining(",")));
                    (kubelet ? asked : replayed).merge(technique, 1, Integer::sum);
                }
            }
        } finally {
            undo.forEach(Runnable::run);
        }
    }

    /** A request that cannot be written down is a fault, unless a controller has yet to make the pod it is about. */
    private void withoutRequest(IdentityReach identity, EscalationStep step) {
        String technique = step.step().type().id();
        boolean onNode = step.step().from().stream().anyMatch(Vertex.NodeControl.class::isInstance);
        if (!step.reason().startsWith("the input does not name") || onNode) {
            noRequest.merge(technique, 1, Integer::sum);
        } else if (step.step().to() instanceof Vertex.PodControl || step.step().to() instanceof Vertex.SymbolicNode) {
            skipped.merge(technique + ": a controller has yet to make the pod", 1, Integer::sum);
        } else if (step.step().to() instanceof Vertex.ObjectWrite policy
                && policy.object().kind().endsWith("NetworkPolicy")
                && step.step().evidence().stream()
                        .anyMatch(fact -> fact.object().equals(policy.object()))) {
            // The policy's own selector is the ground: the write is to the labels of any pod that it tells apart.
            skipped.merge(technique + ": the labels of some pod that a policy reads", 1, Integer::sum);
        } else if (step.step().to() instanceof Vertex.ObjectWrite write
                && write.object().name().equals(Vertex.ObjectWrite.SOME)) {
            skipped.merge(technique + ": an extension that this API server does not serve", 1, Integer::sum);
        } else {
            deviations.add(identity.subject().notation() + ": no request for "
                    + step.step().describe());
        }
    }

    /** Makes one request; returns what is wrong with the answer, or nothing. */
    private String make(ApiCall call, boolean real, Deque<Runnable> undo) {
        if (call.inNameOf().isPresent()) {
            String problem = impersonate(call, call.inNameOf().get());
            for (int i = 0; i < ATTEMPTS && !undo.isEmpty() && !problem.isEmpty(); i++) {
                pause();
                problem = impersonate(call, call.inNameOf().get());
            }
            return problem;
        }
        boolean writes = !call.method().equals("GET") && !isVirtual(call.url());
        String url = writes && !real && !call.url().contains("dryRun=")
                ? call.url() + (call.url().contains("?") ? "&" : "?") + "dryRun=All"
                : call.url();
        if (real) {
            remember(call, undo);
        }
        String key = call.as() + " " + call.method() + " " + url + " " + call.body();
        boolean fresh = real || !undo.isEmpty();
        Answer answer = fresh ? eventually(call, url) : known.computeIfAbsent(key, one -> send(call, url));
        if (real && answer.isGood() && call.method().equals("POST")) {
            String created = path(call.url()) + "/"
                    + answer.body().path("metadata").path("name").asText();
            undo.push(() -> admin.delete(created));
        }
        return answer.status() == call.status() ? "" : answer.message();
    }

    /** Reviews and tokens are made anew for each request; there is nothing to write. */
    private static boolean isVirtual(String url) {
        return url.endsWith("/token") || url.endsWith("reviews");
    }

    /** The object of which the request writes a part: not every part can be read by itself. */
    private static String object(String url) {
        return path(url).replaceAll("/(status|finalize|ephemeralcontainers|approval)$", "");
    }

    private static String path(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** The same request again and again until what was written before has reached the authorizer. */
    private Answer eventually(ApiCall call, String url) {
        Answer answer = send(call, url);
        for (int i = 0; i < ATTEMPTS && answer.status() == FORBIDDEN; i++) {
            pause();
            answer = send(call, url);
        }
        return answer;
    }

    private Answer send(ApiCall call, String url) {
        requests++;
        return admin.send(call.method(), url, headers(call.as()), call.contentType(), body(call));
    }

    static Map<String, List<String>> headers(UserInfo user) {
        return Map.of("Impersonate-User", List.of(user.name()), "Impersonate-Group", List.copyOf(user.groups()));
    }

    private String body(ApiCall call) {
        if (!call.change()) {
            return call.body();
        }
        JsonNode current = admin.get(object(call.url())).body();
        try {
            JsonNode changed = laidOver(current.deepCopy(), ApiServer.JSON.readTree(call.body()));
            return changed.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link ApiCall#change()} says: maps by key, lists of things with names by name, all else as it comes. */
    private static JsonNode laidOver(JsonNode current, JsonNode change) {
        if (change instanceof ObjectNode fields && current instanceof ObjectNode object) {
            fields.fields().forEachRemaining(field -> {
                JsonNode before = object.get(field.getKey());
                object.set(field.getKey(), before == null ? field.getValue() : laidOver(before, field.getValue()));
            });
            return object;
        }
        if (change instanceof ArrayNode items
                && current instanceof ArrayNode list
                && !items.isEmpty()
                && items.get(0).has("name")
                && !items.get(0).has("kind")) {
            for (JsonNode item : items) {
                int at = 0;
                while (at < list.size() && !list.get(at).path("name").equals(item.path("name"))) {
                    at++;
                }
                if (at < list.size()) {
                    laidOver(list.get(at), item);
                } else {
                    list.add(item);
                }
            }
            return list;
        }
        return change;
    }

    private void remember(ApiCall call, Deque<Runnable> undo) {
        if (call.method().equals("POST")) {
            return;
        }
        String object = object(call.url());
        Answer current = admin.get(object);
        if (!current.isGood()) {
            undo.push(() -> admin.delete(object)); // an apply creates it
            return;
        }
        ObjectNode before = (ObjectNode) current.body();
        ((ObjectNode) before.path("metadata")).remove("resourceVersion");
        undo.push(() -> {
            Answer answer = admin.put(object, before);
            if (!answer.isGood()) {
                deviations.add("could not restore " + object + ": " + answer.message());
            }
        });
    }

    /**
     * Impersonation does not nest. A service account is therefore impersonated from by its own token; of other identities
     * the server has none to give, so that the authorizer is asked what the server would ask it.
     */
    private String impersonate(ApiCall call, ImpersonatedUser other) {
        if (Subject.user(call.as().name()) instanceof Subject.ServiceAccount account) {
            Map<String, List<String>> headers = new TreeMap<>();
            headers.put("Impersonate-User", List.of(other.name()));
            if (!other.groups().isEmpty()) {
                headers.put("Impersonate-Group", List.copyOf(other.groups()));
            }
            ApiServer itself = tokens.computeIfAbsent(account, this::byToken);
            requests++;
            Answer answer = itself.send(call.method(), call.url(), headers, call.contentType(), call.body());
            return answer.status() == call.status() ? "" : answer.message();
        }
        AccessReview base = AccessReview.of(call.as()).verb("impersonate");
        boolean allowed = (Subject.user(other.name()) instanceof Subject.ServiceAccount account
                        ? Reviews.allowed(
                                admin,
                                base.resource("serviceaccounts")
                                        .in(account.namespace())
                                        .named(account.name()))
                        : Reviews.allowed(admin, base.resource("users").named(other.name())))
                && other.groups().stream()
                        .allMatch(group ->
                                Reviews.allowed(admin, base.resource("groups").named(group)));
        return allowed ? "" : "the authorizer denies impersonation";
    }

    private ApiServer byToken(Subject subject) {
        Subject.ServiceAccount account = (Subject.ServiceAccount) subject;
        ObjectNode request = ApiServer.JSON.createObjectNode();
        request.put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", "TokenRequest")
                .putObject("spec");
        String url = "/api/v1/namespaces/" + account.namespace() + "/serviceaccounts/" + account.name() + "/token";
        return admin.withToken(
                admin.post(url, request).body().path("status").path("token").asText());
    }

    /** Whether the authorizer would let a request pass to the kubelet. */
    private String ask(ApiCall call) {
        AccessReview review = AccessReview.of(call.as()).verb(call.verb());
        String[] parts = path(call.url()).split("/");
        boolean namespaced = parts[3].equals("namespaces");
        int at = namespaced ? 5 : 3;
        review = review.resource(parts[at] + "/" + parts[at + 2]);
        review = (namespaced ? review.in(parts[4]) : review).named(parts[at + 1]);
        return Reviews.allowed(admin, review) ? "" : "the authorizer denies it";
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every request of some plans that the API server answers itself, as a dry run by somebody else. */
    Answer sentBy(UserInfo other, ApiCall call) {
        boolean dry = call.method().equals("GET")
                || isVirtual(call.url())
                || call.url().contains("dryRun=");
        String url = dry ? call.url() : call.url() + "?dryRun=All";
        return admin.send(call.method(), url, headers(other), call.contentType(), body(call));
    }

    /** The ways in which steps were made, for instance {@code SECRET_READ list secrets}. */
    Set<String> forms() {
        return forms;
    }

    /** The resource that a URL is about, with its subresource. */
    private static String kind(String url) {
        List<String> parts = new ArrayList<>(List.of(path(url).split("/")));
        parts.subList(0, parts.get(1).equals("api") ? 3 : 4).clear();
        if (parts.get(0).equals("namespaces") && parts.size() > 2 && !PARTS_OF_NAMESPACES.contains(parts.get(2))) {
            parts.subList(0, 2).clear();
        }
        return parts.get(0) + (parts.size() > 2 ? "/" + parts.get(2) : "");
    }
}
