package dev.postern.benchmarks;

import dev.postern.model.Cluster;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import dev.postern.rbac.UserInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Prints how fast the questions to RBAC are answered on a synthetic policy of 10,000 roles, 20,000 bindings and 50,000
 * accounts, beside a straightforward evaluator in the same process, with whom every answer is compared. Argument: {@code
 * --rounds N} (default 5). Run it with {@code -Xmx256m}.
 */
public final class RbacReport {
    private static final int ROLES = 10_000;
    private static final int BINDINGS = 20_000;
    private static final int ACCOUNTS = 50_000;
    private static final int REQUESTS = 20_000;

    private RbacReport() {}

    public static void main(String[] args) {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        RbacWorld world = new RbacWorld(ROLES, BINDINGS, ACCOUNTS);
        Cluster cluster = world.cluster();
        List<AccessReview> requests = world.requests(REQUESTS);
        AccessRequest listSecrets = AccessRequest.parse("list", "secrets");
        List<Double> builds = new ArrayList<>();
        List<Double> whoCan = new ArrayList<>();
        List<Double> rights = new ArrayList<>();
        List<Double> compactions = new ArrayList<>();
        List<Double> hygiene = new ArrayList<>();
        Rbac rbac = Rbac.of(cluster, RbacOptions.DEFAULT);
        NaiveRbac naive = new NaiveRbac(world.roles(), world.bindings());
        compare(rbac, naive, requests);
        long subjects = 0;
        long rules = 0;
        long compacted = 0;
        int findings = 0;
        for (int round = 0; round <= rounds; round++) {
            // The first question of each kind builds its index; the first round only warms up.
            long start = begin();
            Rbac built = Rbac.of(cluster, RbacOptions.DEFAULT);
            built.decide(requests.get(0));
            built.whoCan(listSecrets);
            double build = millis(start);
            start = begin();
            subjects = built.whoCan(listSecrets).subjects().size();
            double who = millis(start);
            start = begin();
            rules = 0;
            for (Subject.ServiceAccount account : world.accounts()) {
                rules += built.rulesFor(UserInfo.of(account), account.namespace())
                        .size();
            }
            double all = millis(start);
            start = begin();
            compacted = 0;
            for (Subject.ServiceAccount account : world.accounts()) {
                compacted += built.rights(account).rights().size();
            }
            double compact = millis(start);
            start = begin();
            findings = built.hygiene().size();
            double found = millis(start);
            if (round > 0) {
                builds.add(build);
                whoCan.add(who);
                rights.add(all);
                compactions.add(compact);
                hygiene.add(found);
            }
        }
        double canI = micros(requests, review -> rbac.decide(review).isAllowed());
        double naiveCanI = micros(requests, naive::allows);
        System.out.printf(Locale.ROOT, "%,d roles, %,d bindings, %,d accounts%n%n", ROLES, BINDINGS, ACCOUNTS);
        System.out.println("| question | median | of |");
        System.out.println("|---|---|---|");
        row("index build", median(builds), "ms", rounds + " rounds");
        row("can-i", canI, "µs", String.format(Locale.ROOT, "%,d requests, warm", REQUESTS));
        row("can-i, straightforward evaluator", naiveCanI, "µs", "the same requests and answers");
        row("ratio of the two", naiveCanI / canI, "times", "");
        row("who-can list secrets -A", median(whoCan), "ms", subjects + " subjects");
        row("effective rights of every account", median(rights), "ms", String.format(Locale.ROOT, "%,d rules", rules));
        row(
                "the same, each right said once",
                median(compactions),
                "ms",
                String.format(Locale.ROOT, "%,d rights", compacted));
        row("hygiene", median(hygiene), "ms", String.format(Locale.ROOT, "%,d findings", findings));
        System.out.printf(
                Locale.ROOT,
                "%nJDK %d, heap of at most %d MB%n",
                Runtime.version().feature(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void compare(Rbac rbac, NaiveRbac naive, List<AccessReview> requests) {
        int allowed = 0;
        for (AccessReview request : requests) {
            boolean answer = naive.allows(request);
            if (rbac.decideByRbac(request).isAllowed() != answer) {
                throw new IllegalStateException("the two evaluators differ: " + request);
            }
            allowed += answer ? 1 : 0;
        }
        if (allowed == 0 || allowed == requests.size()) {
            throw new IllegalStateException("all requests have the same answer");
        }
    }

    /** Median time of one request, after a warm-up over all of them. */
    private static double micros(List<AccessReview> requests, Predicate<AccessReview> evaluator) {
        long[] nanos = new long[requests.size()];
        int allowed = 0;
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                allowed += evaluator.test(requests.get(i)) ? 1 : 0;
                nanos[i] = System.nanoTime() - start;
            }
        }
        if (allowed == 0) {
            throw new IllegalStateException("nothing was allowed");
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e3;
    }

    private static void row(String question, double median, String unit, String of) {
        System.out.printf(Locale.ROOT, "| %s | %.2f %s | %s |%n", question, median, unit, of);
    }

    private static long begin() {
        System.gc();
        return System.nanoTime();
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
