package dev.postern.rbac;

import java.util.Locale;

/**
 * What may be wrong with rights that lead an attacker nowhere further, the worst first. The rows are those of the
 * catalogue of dangerous permissions.
 */
public enum HygieneKind {
    /** RB-60, RB-61: a grant to everybody, or to every account, beyond the benign ones ({@code docs/rbac.md}). */
    EVERYBODY_BOUND(Severity.MEDIUM, "grants to everybody", "name those who need it"),
    /** RB-49: delete or deletecollection of workloads, Secrets or namespaces. */
    DELETES(Severity.MEDIUM, "may delete what runs", "grant delete by name, or leave it to controllers"),
    /** RB-44: writing ConfigMaps, which programs take their settings from. */
    CONFIG_WRITES(Severity.LOW, "may change settings of programs", "name the ConfigMaps in resourceNames"),
    /** RB-50: deleting events, by which somebody would notice. */
    EVENT_DELETES(Severity.LOW, "may hide traces", "leave events to expire"),
    /** RB-51: logs of pods, and questions about tokens and rights of others. */
    RECONNAISSANCE(Severity.LOW, "may look around", "grant it to those who debug or authorize"),
    /** RB-52: creating objects that no ResourceQuota counts. */
    UNBOUNDED_CREATES(Severity.LOW, "may fill the API server's store", "add a ResourceQuota with count/RESOURCE"),
    /** RB-52: pods of a class of their own push others off their nodes. */
    PRIORITY_CLASSES(Severity.LOW, "may create priority classes", "leave classes to administrators"),
    /** RB-64: what every pod runs as that names no account. */
    DEFAULT_ACCOUNT_BOUND(Severity.LOW, "default account bound", "give the pods that need it an account of their own"),
    /** RB-64: whoever may create the role decides what the binding grants. */
    DANGLING_ROLE(Severity.LOW, "role does not exist", "remove the binding"),
    /** RB-64: whoever may create the account gets its rights. */
    DANGLING_ACCOUNT(Severity.LOW, "account does not exist", "remove the subject"),
    /** RB-64. */
    NO_SUBJECTS(Severity.LOW, "binding names nobody", "remove the binding"),
    /** RB-64: neither bound nor part of another. */
    UNUSED_ROLE(Severity.LOW, "role is not used", "remove the role");

    /** How much it matters, as in the catalogue. */
    public enum Severity {
        MEDIUM,
        LOW;

        /** In lower case. */
        public String notation() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Severity severity;
    private final String title;
    private final String remedy;

    HygieneKind(Severity severity, String title, String remedy) {
        this.severity = severity;
        this.title = title;
        this.remedy = remedy;
    }

    public Severity severity() {
        return severity;
    }

    /** For headings, in lower case. */
    public String title() {
        return title;
    }

    /** What to do about it, as an imperative. */
    public String remedy() {
        return remedy;
    }

    /** In lower case, for JSON. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT);
    }
}
