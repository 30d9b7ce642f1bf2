package dev.postern.model;

/** A port by number or by name ({@code IntOrString}): {@code name} is empty when it is a number. */
public record PortRef(int number, String name) {
    public static PortRef of(int number) {
        return new PortRef(number, "");
    }

    public static PortRef named(String name) {
        return new PortRef(0, name);
    }

    public boolean isNamed() {
        return !name.isEmpty();
    }

    @Override
    public String toString() {
        return isNamed() ? name : Integer.toString(number);
    }
}
