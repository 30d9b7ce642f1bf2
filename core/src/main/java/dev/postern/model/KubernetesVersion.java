package dev.postern.model;

import java.util.Optional;

/** A server version, of which only major and minor matter here. */
public record KubernetesVersion(int major, int minor) implements Comparable<KubernetesVersion> {
    /** The newest version whose defaults this library ships. */
    public static final KubernetesVersion LATEST_KNOWN = new KubernetesVersion(1, 36);

    /**
     * Parses {@code v1.31.4-eks-abc}, {@code 1.31} and the like.
     *
     * @return empty when there is no {@code major.minor} in front
     */
    public static Optional<KubernetesVersion> parse(String text) {
        String digits = text.startsWith("v") ? text.substring(1) : text;
        int dot = digits.indexOf('.');
        if (dot < 1 || dot > 4) {
            return Optional.empty();
        }
        int end = dot + 1;
        while (end < digits.length() && end < dot + 5 && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        String major = digits.substring(0, dot);
        if (end == dot + 1 || !major.chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        return Optional.of(
                new KubernetesVersion(Integer.parseInt(major), Integer.parseInt(digits.substring(dot + 1, end))));
    }

    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new KubernetesVersion(otherMajor, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        int byMajor = Integer.compare(major, other.major);
        return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return "v" + major + "." + minor;
    }
}
