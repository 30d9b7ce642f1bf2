package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Vertex;
import dev.postern.edit.Edit;
import dev.postern.edit.Patch;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;

/**
 * The cheapest set of edits found that leaves no plan, with what is known about it.
 *
 * @param edits in canonical order
 * @param patches the same for use: one patch for each object, whatever number of edits it has
 * @param cost the sum of their costs
 * @param lowerBound no permitted set of edits that leaves no plan costs less, as far as the edits known here go
 * @param optimal whether the re-analysis found no plan, no cheaper set can be, and no edit that was considered can open
 *     anything
 * @param proof what the analysis of the changed cluster found
 * @param remaining the cheapest plan of each question that is left after the edits; empty when the cut is complete
 * @param infeasible plans that no permitted edit touches; starts from which they lead were set aside, and the edits are
 *     for all others
 * @param changed the cluster with the edits made to it
 * @param notes what the reader must know: bounds that were met, starts that are there already
 */
public record Remediation(
        CutQuery query,
        ImmutableList<PlannedEdit> edits,
        ImmutableList<Patch> patches,
        int cost,
        int lowerBound,
        boolean optimal,
        Proof proof,
        ImmutableList<AttackPath> remaining,
        ImmutableList<Infeasible> infeasible,
        Cluster changed,
        ImmutableList<String> notes) {
    /**
     * An edit of the answer.
     *
     * @param patch the edit by itself, as a patch
     * @param cuts the facts it takes away, of those that the plans looked at rest on, and the same of other pods of the owner;
     *     sorted
     * @param mayBreak what it may break, as far as the input shows; sentences
     */
    public record PlannedEdit(
            Edit edit, Patch patch, int cost, ImmutableList<Evidence> cuts, ImmutableList<String> mayBreak) {}

    /**
     * What was looked at.
     *
     * @param holds whether the re-analysis of the changed cluster found no plan for any question, starts set aside left out
     * @param plans how many plans were looked at on the way
     * @param analyses how many times a whole changed cluster was analysed anew
     * @param partial how many times the part of one was, on which the plans last found rest
     * @param fromDisk the files that were written and read again, if any
     * @param holdsFromDisk whether the analysis of what they make of the input found no plan either
     */
    public record Proof(
            boolean holds,
            int plans,
            int analyses,
            int partial,
            ImmutableList<String> fromDisk,
            boolean holdsFromDisk) {
        /** In memory alone. */
        public Proof(boolean holds, int plans, int analyses, int partial) {
            this(holds, plans, analyses, partial, ImmutableList.of(), false);
        }
    }

    /** The same with something more that the reader must know. */
    public Remediation withNote(String note) {
        return new Remediation(
                query,
                edits,
                patches,
                cost,
                lowerBound,
                optimal,
                proof,
                remaining,
                infeasible,
                changed,
                ImmutableList.<String>builder().addAll(notes).add(note).build());
    }

    /** The same with what reading the files again showed. */
    public Remediation withFiles(ImmutableList<String> files, boolean holdsFromDisk) {
        return new Remediation(
                query,
                edits,
                patches,
                cost,
                lowerBound,
                optimal,
                new Proof(proof.holds(), proof.plans(), proof.analyses(), proof.partial(), files, holdsFromDisk),
                remaining,
                infeasible,
                changed,
                notes);
    }

    /**
     * A plan that no permitted edit touches.
     *
     * @param question the question it answers
     * @param start the alternative it starts from, which was set aside; where that is the Internet, what it enters first;
     *     empty when the question has no alternatives and was set aside as a whole
     * @param reasons for each fact it rests on, why not
     */
    public record Infeasible(
            PathQuery question, ImmutableSet<Vertex> start, AttackPath path, ImmutableList<Reason> reasons) {}

    /** Why a fact stays. */
    public record Reason(Evidence fact, String why) {}
}
