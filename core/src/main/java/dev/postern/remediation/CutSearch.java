package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.Derived;
import dev.postern.attack.Vertex;
import dev.postern.edit.Draft;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.edit.Patch;
import dev.postern.edit.Patches;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.path.AttackPath;
import dev.postern.path.Place;
import dev.postern.path.Survivors;
import dev.postern.path.Survivors.Survivor;
import dev.postern.remediation.Constraints.Choice;
import dev.postern.remediation.Remediation.Infeasible;
import dev.postern.remediation.Remediation.PlannedEdit;
import dev.postern.remediation.Remediation.Proof;
import dev.postern.remediation.Remediation.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One search for a cut. Belongs to one thread. */
final class CutSearch {
    /** Where a plan was found: in the graph at hand, in the changed cluster, or in the part of it that plans rest on. */
    private enum Sight {
        HERE,
        CHANGED,
        NEARBY
    }

    private final CutQuery query;
    private final Derived now;
    private final Edits edits;
    private final Permissions permissions;
    private final Constraints constraints;
    private final Siblings siblings;

    /** Facts of plans looked at, by the edits that take them away. */
    private final Map<Edit, SortedSet<Evidence>> cuts = new TreeMap<>();

    /** Facts about other pods of the same owners that these edits take away as well, by facts of plans looked at. */
    private final Map<Evidence, ImmutableSet<Evidence>> alike = new HashMap<>();

    /** The same as {@link #cuts} for facts that only show once other edits are made. */
    private final Map<Edit, SortedSet<Evidence>> later = new TreeMap<>();

    /** Whether an edit can also open something. */
    private final Map<Edit, Boolean> opens = new TreeMap<>();

    private final List<Infeasible> infeasible = new ArrayList<>();
    /** Of each question, the starts that no edit cuts off. */
    private final List<Set<ImmutableSet<Vertex>>> excluded = new ArrayList<>();

    /** Questions that have one start, and it is such a one. */
    private final Set<Integer> lost = new HashSet<>();

    /** Questions of which each plan has one start, by which no other leads. */
    private final Set<Integer> alternatives = new HashSet<>();
    /** What the plans rest on that were looked at. */
    private final Neighbourhood neighbourhood;
    /** Where plans start that a whole cluster has; a question that does not judge each start alone has the empty one. */
    private final Set<ImmutableSet<Vertex>> starts = new HashSet<>();

    private final TreeSet<String> notes = new TreeSet<>();
    private int plans;
    private int analyses;
    private int partial;
    private boolean truncated;

    CutSearch(CutQuery query, Derived now) {
        this.query = query;
        this.now = now;
        this.edits = Edits.of(now.facts().cluster(), query.narrowing());
        this.permissions = new Permissions(query, now.facts().cluster());
        this.constraints = new Constraints(query.costs());
        OwnedPods pods = new OwnedPods(now.facts().cluster());
        this.siblings = new Siblings(pods);
        this.neighbourhood = new Neighbourhood(now.facts(), pods);
        query.questions().forEach(question -> excluded.add(new HashSet<>()));
    }

    Remediation run() {
        List<Survivors> here = open(now);
        for (int i = 0; i < here.size(); i++) {
            notes.addAll(here.get(i).notes());
            if (here.get(i).hasAlternatives()) {
                alternatives.add(i);
            }
            if (here.get(i).holdsAlready()) {
                lost.add(i);
                notes.add(words(here.get(i)) + ": the start is already there, no edit is between");
            }
        }
        Choice choice = Choice.NOTHING;
        Derived changed = now;
        List<Survivors> there = here;
        boolean closed = false;
        while (plans < query.maxSteps()) {
            if (harvest(here, edits, choice.edits())) {
                choice = constraints.cheapest();
                continue;
            }
            if (!choice.edits().isEmpty()) {
                if (harvestNearby(choice)) {
                    choice = constraints.cheapest();
                    continue;
                }
                changed = changed(choice);
                there = open(changed);
                if (harvest(there, edits.after(choice.edits(), changed.facts().cluster()), choice.edits())) {
                    choice = constraints.cheapest();
                    continue;
                }
            }
            closed = true;
            break;
        }
        if (!closed) {
            notes.add("gave up after " + plans + " plans: ask for more steps");
            changed = changed(choice);
            there = open(changed);
        }
        return answer(choice, changed, there, closed);
    }

    private Derived changed(Choice choice) {
        analyses++;
        return now.after(Draft.edited(now.facts().cluster(), choice.edits()));
    }

    private List<Survivors> open(Derived derived) {
        return query.questions().stream()
                .map(question -> Survivors.of(derived.facts(), derived.graph(), question))
                .toList();
    }

    /**
     * Looks for plans that the chosen edits leave, each with facts that no earlier one of this round rests on, and adds
     * what must be chosen from. On the graph at hand, facts are gone that the chosen edits take away; where the edits were
     * made, they are.
     *
     * @return whether anything was added
     */
    private boolean harvest(List<Survivors> questions, Edits with, Set<Edit> chosen) {
        boolean made = with.cluster() != edits.original();
        Set<Evidence> gone = new HashSet<>();
        if (!made) {
            chosen.forEach(edit -> cuts.getOrDefault(edit, new TreeSet<>()).forEach(fact -> {
                gone.add(fact);
                gone.addAll(alike.getOrDefault(fact, ImmutableSet.of()));
            }));
        }
        boolean added = false;
        for (int i = 0; i < questions.size(); i++) {
            while (!lost.contains(i) && plans < query.maxSteps()) {
                Survivors.Answer answer = questions.get(i).without(gone, excluded.get(i));
                truncated |= answer.truncated() && answer.survivor().isEmpty();
                if (answer.survivor().isEmpty()) {
                    break;
                }
                plans++;
                starts.add(answer.survivor().get().start());
                added |= lookAt(answer.survivor().get(), i, with, made ? Sight.CHANGED : Sight.HERE, chosen, gone);
            }
        }
        return added;
    }

    /**
     * The same in the changed cluster without what none of the last plans rests on: far less to analyse, and as nothing that
     * is left out can keep a plan from being there, whatever plan it has is one of the changed cluster, too. Nothing is
     * given up here, and no start counts that the whole cluster did not show: the next analysis of all of it decides.
     */
    private boolean harvestNearby(Choice choice) {
        Cluster part = Draft.edited(neighbourhood.cluster(), choice.edits());
        Edits with = edits.after(choice.edits(), part);
        partial++;
        List<Survivors> questions = open(now.after(part));
        Set<Evidence> gone = new HashSet<>();
        boolean added = false;
        for (int i = 0; i < questions.size(); i++) {
            Set<ImmutableSet<Vertex>> aside = new HashSet<>(excluded.get(i));
            while (!lost.contains(i) && plans < query.maxSteps()) {
                Optional<Survivor> survivor =
                        questions.get(i).without(gone, aside).survivor();
                if (survivor.isEmpty()) {
                    break;
                }
                plans++;
                ImmutableSet<Vertex> start = survivor.get().start();
                if (starts.contains(start) && lookAt(survivor.get(), i, with, Sight.NEARBY, choice.edits(), gone)) {
                    added = true;
                } else if (!aside.add(start)) {
                    break;
                }
            }
        }
        return added;
    }

    private boolean lookAt(
            Survivor survivor, int question, Edits with, Sight sight, Set<Edit> chosen, Set<Evidence> gone) {
        boolean made = sight != Sight.HERE;
        TreeSet<Edit> touching = new TreeSet<>();
        Map<Evidence, ImmutableList<Edit>> byFact = new HashMap<>();
        TreeSet<Evidence> cited = new TreeSet<>();
        boolean touched = false;
        for (ImmutableList<Support> grounds : survivor.grounds()) {
            Support ground = fewest(grounds, with, byFact);
            cited.addAll(ground.facts());
            for (Evidence fact : ground.facts()) {
                for (Edit edit : byFact.getOrDefault(fact, ImmutableList.of())) {
                    touching.add(edit);
                    (made ? later : cuts)
                            .computeIfAbsent(edit, any -> new TreeSet<>())
                            .add(fact);
                    touched |= !made && chosen.contains(edit);
                }
                ImmutableList<Edit> edits = byFact.getOrDefault(fact, ImmutableList.of());
                if (!edits.isEmpty()) {
                    gone.add(fact);
                    gone.addAll(
                            made
                                    ? alike(fact, edits, with)
                                    : alike.computeIfAbsent(fact, any -> alike(fact, edits, with)));
                }
            }
        }
        if (touched) {
            // A fact that was not seen before, and that a chosen edit takes away: this plan is gone.
            return false;
        }
        touching.removeAll(chosen);
        if (touching.isEmpty()) {
            if (sight != Sight.NEARBY) {
                giveUp(survivor, cited, question, with);
            }
            return sight != Sight.NEARBY;
        }
        survivor.grounds()
                .forEach(grounds ->
                        grounds.forEach(ground -> ground.facts().forEach(fact -> neighbourhood.add(fact.object()))));
        constraints.add(question, survivor.start(), closing(touching));
        return true;
    }

    private ImmutableSet<Evidence> alike(Evidence fact, ImmutableList<Edit> takenAwayBy, Edits with) {
        return siblings.of(fact)
                .filter(other -> permissions.permitted(with, other).equals(takenAwayBy))
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Only those that can open nothing, where there are any: of these the cheapest can be proved. */
    private SortedSet<Edit> closing(SortedSet<Edit> touching) {
        TreeSet<Edit> closing = new TreeSet<>(touching);
        closing.removeIf(edit -> opens.computeIfAbsent(edit, edits::mayOpen));
        return closing.isEmpty() ? touching : closing;
    }

    /** The ground that the fewest edits take away: each is a valid choice, and this one says the most. */
    private Support fewest(List<Support> grounds, Edits with, Map<Evidence, ImmutableList<Edit>> byFact) {
        Support best = grounds.get(0);
        int least = Integer.MAX_VALUE;
        for (Support ground : grounds) {
            TreeSet<Edit> touching = new TreeSet<>();
            for (Evidence fact : ground.facts()) {
                touching.addAll(byFact.computeIfAbsent(fact, any -> permissions.permitted(with, fact)));
            }
            if (touching.size() < least) {
                least = touching.size();
                best = ground;
            }
        }
        return best;
    }

    /**
     * Whoever starts there, or enters there first from the Internet, gets what is wanted whatever is edited. What can be cut
     * is cut for all others.
     */
    private void giveUp(Survivor survivor, SortedSet<Evidence> cited, int question, Edits with) {
        infeasible.add(new Infeasible(
                query.questions().get(question),
                survivor.start(),
                survivor.path(),
                cited.stream()
                        .map(fact -> new Reason(fact, permissions.why(with, fact)))
                        .collect(ImmutableList.toImmutableList())));
        if (survivor.start().isEmpty()) {
            lost.add(question);
        } else {
            excluded.get(question).add(survivor.start());
        }
        // Other ways in may lead on through what this one entered: what is left is looked for again.
        constraints.giveUp(question, alternatives.contains(question) ? survivor.start() : ImmutableSet.of());
    }

    private Remediation answer(Choice choice, Derived changed, List<Survivors> there, boolean closed) {
        ImmutableList.Builder<AttackPath> remaining = ImmutableList.builder();
        there.forEach(question -> question.cheapest().ifPresent(remaining::add));
        if (truncated) {
            notes.add("a search met its limits: more may be possible than was found");
        }
        boolean mayOpen =
                constraints.considered().stream().anyMatch(edit -> opens.computeIfAbsent(edit, edits::mayOpen));
        if (mayOpen) {
            notes.add("some edit that was considered can also open something: a cheaper cut may have been missed");
        }
        boolean startsMove =
                query.questions().stream().anyMatch(question -> question.from().contains(Place.exposedPods()));
        if (startsMove) {
            notes.add("which pods are exposed may be edited too, which was not considered");
        }
        for (Edit edit : choice.edits()) {
            permissions.alsoChange(edit.object()).ifPresent(notes::add);
        }
        boolean holds = closed && !truncated;
        boolean exact = holds && !mayOpen && !startsMove;
        ImmutableList.Builder<PlannedEdit> planned = ImmutableList.builder();
        Effects effects = new Effects(now, changed);
        choice.edits().forEach(edit -> neighbourhood.add(edit.object()));
        for (Edit edit : choice.edits()) {
            ImmutableSortedMap<ObjectRef, Patch> alone = Patches.of(neighbourhood.cluster(), ImmutableList.of(edit));
            planned.add(new PlannedEdit(
                    edit,
                    alone.values().iterator().next(),
                    query.costs().of(edit),
                    ImmutableList.copyOf(takenAway(edit)),
                    effects.of(edit)));
        }
        return new Remediation(
                query,
                planned.build(),
                Patches.of(now.facts().cluster(), changed.facts().cluster(), choice.edits())
                        .values()
                        .asList(),
                choice.cost(),
                mayOpen || startsMove ? 0 : choice.lowerBound(),
                exact && choice.cost() == choice.lowerBound(),
                new Proof(holds, plans, analyses, partial),
                remaining.build(),
                ImmutableList.copyOf(infeasible),
                changed.facts().cluster(),
                ImmutableList.copyOf(notes));
    }

    /** Of plans looked at, and the same of other pods of the owner, where it holds. */
    private SortedSet<Evidence> takenAway(Edit edit) {
        SortedSet<Evidence> seen = cuts.getOrDefault(edit, later.getOrDefault(edit, new TreeSet<>()));
        TreeSet<Evidence> all = new TreeSet<>(seen);
        for (Evidence fact : seen) {
            alike.getOrDefault(fact, ImmutableSet.of()).stream()
                    .filter(now.graph()::cites)
                    .forEach(all::add);
        }
        return all;
    }

    private static String words(Survivors question) {
        return String.join(
                        ", ",
                        question.query().from().stream().map(Place::notation).toList())
                + " to " + question.query().to().notation();
    }
}
