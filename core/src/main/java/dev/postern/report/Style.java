package dev.postern.report;

/** Colours for a terminal, or none. Colour never carries meaning of its own: the words say everything. */
enum Style {
    PLAIN(false),
    ANSI(true);

    private final boolean colour;

    Style(boolean colour) {
        this.colour = colour;
    }

    String title(String text) {
        return wrap("1", text);
    }

    String technique(String text) {
        return wrap("36", text);
    }

    String bad(String text) {
        return wrap("31", text);
    }

    String warn(String text) {
        return wrap("33", text);
    }

    String good(String text) {
        return wrap("32", text);
    }

    String dim(String text) {
        return wrap("2", text);
    }

    private String wrap(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
