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
 * @param listings where catalogues and guides list it
 * @param stop how to stop it
 * @param audit how to see it: what the API server's audit log (audit.k8s.io/v1) has of it, or that it has nothing and
 *     where to look instead
 * @param alsoKnownAs what other programs call it; {@code docs/coverage.md} is made from this
 * @param references where this is documented
 */
public record EdgeType(
        String id,
        String title,
        String sentence,
        String needs,
        Listings listings,
        String stop,
        String audit,
        ImmutableList<OtherName> alsoKnownAs,
        ImmutableList<String> references)
        implements Comparable<EdgeType> {

    /**
     * Where a technique, or the control that stops it, stands in catalogues and guides. A list is empty where nothing fits.
     *
     * @param attack MITRE ATT&amp;CK ids
     * @param microsoft Microsoft threat-matrix ids (MS-TA…)
     * @param owasp ids of the OWASP Kubernetes Top 10, with the year because the order changes: {@code K02:2025}
     * @param cis controls of CIS benchmarks, with the benchmark and its version because the numbering moves: {@code
     *     CIS-1.12 5.1.8} is number 5.1.8 of the CIS Kubernetes Benchmark 1.12
     * @param nsa headings of the NSA/CISA Kubernetes Hardening Guide 1.2, whose sections have no numbers: {@code
     *     Non-root containers}, {@code Building secure container images}, {@code Pod security enforcement}, {@code
     *     Protecting Pod service account tokens}, {@code Namespaces}, {@code Network policies}, {@code Control plane
     *     hardening}, {@code Worker node segmentation}, {@code Secrets}, {@code Authentication}, {@code Role-based access
     *     control}, or {@code Upgrading and application security practices}
     */
    public record Listings(
            ImmutableList<String> attack,
            ImmutableList<String> microsoft,
            ImmutableList<String> owasp,
            ImmutableList<String> cis,
            ImmutableList<String> nsa) {}

    /**
     * What another program calls a technique. The same name may stand at several techniques, and several names at one.
     *
     * @param program for instance {@code KubeHound}
     * @param name as its source spells it, for instance {@code CE_PRIV_MOUNT}
     */
    public record OtherName(String program, String name) {
        @Override
        public String toString() {
            return program + ": " + name;
        }
    }

    /** Starts a technique; its sentence, its precondition and its remedy must be given. */
    public static Builder of(String id, String title) {
        return new Builder(id, title);
    }

    /** The usual effort of one step, in the units of {@link Efforts}. */
    public int effort() {
        return Efforts.of(id).effort();
    }

    /** Why a step takes that much. */
    public String effortReason() {
        return Efforts.of(id).reason();
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
        private ImmutableList<String> owasp = ImmutableList.of();
        private ImmutableList<String> cis = ImmutableList.of();
        private ImmutableList<String> nsa = ImmutableList.of();
        private String stop = "";
        private String audit = "";
        private final ImmutableList.Builder<OtherName> otherNames = ImmutableList.builder();
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

        public Builder owasp(String... ids) {
            owasp = ImmutableList.copyOf(ids);
            return this;
        }

        public Builder cis(String... controls) {
            cis = ImmutableList.copyOf(controls);
            return this;
        }

        public Builder nsa(String... headings) {
            nsa = ImmutableList.copyOf(headings);
            return this;
        }

        public Builder stop(String text) {
            stop = text;
            return this;
        }

        public Builder audit(String text) {
            audit = text;
            return this;
        }

        /** Adds to the names that were given before. */
        public Builder alsoKnownAs(String program, String... names) {
            for (String name : names) {
                otherNames.add(new OtherName(program, name));
            }
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
            Listings listings = new Listings(attack, microsoft, owasp, cis, nsa);
            return new EdgeType(id, title, sentence, needs, listings, stop, audit, otherNames.build(), references);
        }
    }
}
