package dev.postern.attack;

import com.google.common.collect.ImmutableList;

/**
 * An attack technique: what a step of this kind is, in words and in other people's numbering. The reference page for
 * users is generated from this.
 *
 * @param id the technique's name in upper snake case, for instance {@code POD_EXEC}
 * @param title a few words
 * @param sentence a plain sentence for one step; {@code {from}} and {@code {to}} stand for its ends
 * @param needs the precondition in words
 * @param attack MITRE ATT&amp;CK ids
 * @param microsoft Microsoft threat-matrix ids (MS-TA…)
 * @param stop how to stop it
 * @param references where this is documented
 */
public record EdgeType(
        String id,
        String title,
        String sentence,
        String needs,
        ImmutableList<String> attack,
        ImmutableList<String> microsoft,
        String stop,
        ImmutableList<String> references)
        implements Comparable<EdgeType> {

    /** Starts a technique; every part but the references must be given. */
    public static Builder of(String id, String title) {
        return new Builder(id, title);
    }

    /** The usual effort of one step, in the units of {@link Efforts}. */
    public int effort() {
        return Efforts.of(id);
    }

    /** Ids are unique; hashing every sentence of a technique for each of its edges takes longer than deriving them. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public int compareTo(EdgeType other) {
        return id.compareTo(other.id);
    }

    /** Collects the parts of a technique by name. */
    public static final class Builder {
        private final String id;
        private final String title;
        private String sentence = "";
        private String needs = "";
        private ImmutableList<String> attack = ImmutableList.of();
        private ImmutableList<String> microsoft = ImmutableList.of();
        private String stop = "";
        private ImmutableList<String> references = ImmutableList.of();

        private Builder(String id, String title) {
            this.id = id;
            this.title = title;
        }

        public Builder sentence(String text) {
            sentence = text;
            return this;
        }

        public Builder needs(String text) {
            needs = text;
            return this;
        }

        public Builder attack(String... ids) {
            attack = ImmutableList.copyOf(ids);
            return this;
        }

        public Builder microsoft(String... ids) {
            microsoft = ImmutableList.copyOf(ids);
            return this;
        }

        public Builder stop(String text) {
            stop = text;
            return this;
        }

        public Builder references(String... urls) {
            references = ImmutableList.copyOf(urls);
            return this;
        }

        public EdgeType build() {
            if (sentence.isEmpty() || needs.isEmpty() || stop.isEmpty()) {
                throw new IllegalStateException(id + " lacks its sentence, its precondition or its remedy");
            }
            return new EdgeType(id, title, sentence, needs, attack, microsoft, stop, references);
        }
    }
}
