package dev.postern.network;

/** The two independent halves of a verdict. */
enum Direction {
    INGRESS("ingress", "from"),
    EGRESS("egress", "to");

    private final String word;
    private final String peersField;

    Direction(String word, String peersField) {
        this.word = word;
        this.peersField = peersField;
    }

    /** The field of the policy spec that holds the rules, and the word for it in a sentence. */
    String word() {
        return word;
    }

    Direction opposite() {
        return this == INGRESS ? EGRESS : INGRESS;
    }

    /** The field of a rule that holds its peers. */
    String peersField() {
        return peersField;
    }
}
