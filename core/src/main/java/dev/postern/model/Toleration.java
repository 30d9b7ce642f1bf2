package dev.postern.model;

/** A toleration; empty strings stand for absent fields, {@code operator} defaults to {@code Equal}. */
public record Toleration(String key, String operator, String value, String effect) {
    /** Whether a pod with this toleration may stay on a node with that taint (core/v1 {@code ToleratesTaint}). */
    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        if (operator.equals("Exists")) {
            return true;
        }
        return !key.isEmpty() && value.equals(taint.value());
    }
}
