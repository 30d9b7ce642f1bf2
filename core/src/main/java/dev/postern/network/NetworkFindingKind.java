package dev.postern.network;

import java.util.Locale;

/** What may be wrong with network policies that are understood and in force. */
public enum NetworkFindingKind {
    /** No pod and no template of the input is one the policy is for. */
    SELECTS_NOTHING(
            "selects no pod",
            "a policy is for no pod and no template of the input",
            "correct the selector, or remove the policy"),
    /** A selector asks of one label what no value can be: it matches nothing, whatever runs. */
    CONTRADICTION(
            "selector that nothing can match",
            "a selector asks of one label what no value can be, so it matches nothing, whatever runs",
            "correct the selector"),
    /** None of the peers of a rule is there. */
    RULE_WITHOUT_PEERS(
            "rule that matches nobody",
            "none of a rule's peers is there, so it lets nothing through",
            "correct the selectors of its peers, or remove the rule"),
    /** A port is named that no destination of the rule calls so: the item matches nothing. */
    UNKNOWN_PORT_NAME(
            "port name that no pod has",
            "no destination of the rule calls a port so, by that protocol",
            "name a port of the pods' containers, or give its number"),
    /** A rule has the port of a Service; policy sees the port of the pod. */
    SERVICE_PORT(
            "port of a Service, not of the pod",
            "a rule has the port of a Service in front of its pods, and policy sees the target port",
            "use the target port"),
    /** Nothing is known to listen there. */
    PORT_WITHOUT_LISTENER(
            "port that nothing is known to listen on",
            "nothing in the selected pods is known to listen there: no container port, target port or probe",
            "correct the port, or declare it in the container"),
    /** Pods of a namespace that no policy isolates in a direction, or that would not be if they were new. */
    NO_DEFAULT_DENY(
            "no default deny",
            "in one direction, pods of a namespace are isolated by no policy, or a new one would not be",
            "add a NetworkPolicy with podSelector {} and no rules for the direction"),
    /** All that a rule allows another allows already. */
    REDUNDANT_RULE(
            "redundant rule", "another rule for the same pods allows all that this one allows", "remove the rule"),
    /** All that a rule matches is decided before it is asked. */
    SHADOWED_RULE(
            "rule that never fires",
            "an earlier rule decides all that this one matches",
            "remove the rule, or put it in front"),
    /** A baseline policy of which all pods have NetworkPolicies of their own. */
    BASELINE_NEVER_ASKED(
            "baseline that is never asked",
            "every pod that a baseline policy is for is isolated by a NetworkPolicy",
            "remove it, if no other pods are expected"),
    /** A rule is about requests, and at the ports that it is for nobody looks for any. */
    HTTP_FIELD_AT_OTHER_PORT(
            "field of HTTP where none is spoken",
            "a rule is about requests, and at the ports that it is for nobody looks for any",
            "give the rule ports of HTTP, or correct the name of the Service's port"),
    /** A rule goes by who somebody is, and its pods take plain text, which does not tell. */
    UNPROVEN_IDENTITY(
            "identity that nobody proves",
            "a rule goes by who somebody is, and its pods take plain text, which does not tell",
            "ask for mutual TLS: a PeerAuthentication with mode STRICT for these pods"),
    /** A policy without rules that isolates its pods. */
    LETS_NOTHING_IN(
            "policy that lets nothing in",
            "a policy isolates its pods and has no rule that lets anything in",
            "add a rule, if that is not what it is for"),
    /** There are policies, and what runs in the cluster does not enforce them. */
    NOT_ENFORCED(
            "policies that are not enforced",
            "there are policies, and the network plugin of the input does not enforce them",
            "run a network plugin that enforces NetworkPolicy"),
    /** There are policies, and nothing in the input says that they are enforced. */
    ENFORCEMENT_UNPROVEN(
            "enforcement unproven",
            "there are policies, and no network plugin in the input that is known to enforce them",
            "add the network plugin's DaemonSet to the input, or see to it that there is one");

    private final String title;
    private final String meaning;
    private final String remedy;

    NetworkFindingKind(String title, String meaning, String remedy) {
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** For headings, in lower case. */
    public String title() {
        return title;
    }

    /** What is so wherever it is found, as a sentence in lower case. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it, as an imperative. */
    public String remedy() {
        return remedy;
    }

    /** For programs: {@code selects-nothing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
