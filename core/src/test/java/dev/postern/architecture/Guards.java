package dev.postern.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Socket;
import java.net.URLConnection;
import java.util.Set;

/** The rules of the house, each over a root package. */
final class Guards {
    private static final Set<String> CLOCK_READS =
            Set.of("currentTimeMillis", "nanoTime", "systemUTC", "systemDefaultZone", "now");

    private final String root;
    private final Layers layers;

    Guards(String root) {
        this.root = root;
        this.layers = new Layers(root);
    }

    ArchRule arrowsPointDown() {
        return classes()
                .should(new DependOnlyDownwards(layers))
                .because("each package sees only what the table in docs/architecture.md allows");
    }

    /** A class of the facade is a slice of its own name, so that the root package cannot close a cycle unseen. */
    ArchRule noCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    ArchRule foreignTypesStayInside() {
        return classes()
                .that(PublicSurface.isPublished(root))
                .should(new KeepForeignTypesInside(root))
                .allowEmptyShould(true)
                .because("a caller must not be bound to our choice of libraries");
    }

    ArchRule rulesAskTheAuthorities() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".attack.rule..")
                .should()
                .accessTargetWhere(OneAuthority.interpretsTheModel(root))
                .allowEmptyShould(true)
                .because(
                        "verbs, resources, selectors and security contexts are judged by rbac, network and podsecurity");
    }

    ArchRule rulesAreFinal() {
        return classes()
                .that()
                .resideInAPackage(root + ".attack.rule..")
                .and()
                .areNotInterfaces()
                .and()
                .areTopLevelClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .allowEmptyShould(true);
    }

    ArchRule rulesArePackagePrivate() {
        return classes()
                .that()
                .resideInAPackage(root + ".attack.rule..")
                .and()
                .doNotHaveSimpleName("BuiltInRules")
                .should()
                .bePackagePrivate()
                .orShould()
                .bePrivate()
                .allowEmptyShould(true)
                .because("the catalogue is reached through BuiltInRules alone");
    }

    ArchRule noStaticMutableState() {
        return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
    }

    ArchRule noClock() {
        return noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe("reads the clock", Guards::readsTheClock))
                .because("the same input gives the same output");
    }

    ArchRule noNetwork() {
        return noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "open connections",
                        type -> type.isAssignableTo(Socket.class)
                                || type.isAssignableTo(URLConnection.class)
                                || Layers.isIn(type.getPackageName(), "java.net.http")
                                || Layers.isIn(type.getPackageName(), "java.nio.channels.spi")
                                || type.getName().equals("java.net.URL")))
                .because("the library never touches a cluster");
    }

    ArchRule packagesAreNullMarked() {
        return classes()
                .should(new LiveInANullMarkedPackage())
                .because("no null crosses the API, and NullAway only looks where it is told to");
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        JavaClass owner = target.getOwner();
        boolean clock = owner.isEquivalentTo(System.class) || Layers.isIn(owner.getPackageName(), "java.time");
        return clock && CLOCK_READS.contains(target.getName());
    }
}
