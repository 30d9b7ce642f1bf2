package dev.postern.ingest;

import com.google.common.collect.ImmutableList;

/**
 * A field path as evidence writes it, taken apart: {@code spec.containers[0].image}, {@code
 * metadata.labels[pod-security.kubernetes.io/enforce]}. Names between dots are keys; what stands in brackets is an index
 * of a list or a key of a mapping, whichever the object has there.
 */
record FieldPath(ImmutableList<String> steps) {
    /** Longer paths than this are not followed to their end: no field of Kubernetes is nested so deep. */
    private static final int MAX_STEPS = 64;

    /** Takes any text apart; an unclosed bracket reaches to the end. The empty path is the object itself. */
    static FieldPath parse(String field) {
        ImmutableList.Builder<String> steps = ImmutableList.builder();
        int count = 0;
        int start = 0;
        int at = 0;
        while (at < field.length() && count < MAX_STEPS) {
            char c = field.charAt(at);
            if (c != '.' && c != '[') {
                at++;
                continue;
            }
            if (at > start) {
                steps.add(field.substring(start, at));
                count++;
            }
            if (c == '[') {
                int end = field.indexOf(']', at);
                int close = end < 0 ? field.length() : end;
                steps.add(field.substring(at + 1, close));
                count++;
                at = close;
            }
            at = Math.min(at + 1, field.length());
            start = at;
        }
        if (start < at && count < MAX_STEPS) {
            steps.add(field.substring(start, at));
        }
        return new FieldPath(steps.build());
    }
}
