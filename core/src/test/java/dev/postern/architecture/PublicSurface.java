package dev.postern.architecture;

import com.google.common.collect.ImmutableSortedSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Comparator;

/** The types that an embedding program can name: public, in a public enclosing type, outside {@code internal}. */
final class PublicSurface {
    private PublicSurface() {}

    static DescribedPredicate<JavaClass> isPublished(String root) {
        return DescribedPredicate.describe(
                "are published",
                type -> !Layers.isIn(type.getPackageName(), root + ".internal") && isReachableByName(type));
    }

    static ImmutableSortedSet<String> of(JavaClasses classes, String root) {
        return classes.stream()
                .filter(isPublished(root))
                .map(JavaClass::getName)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    private static boolean isReachableByName(JavaClass type) {
        boolean named = !type.isAnonymousClass()
                && !type.isLocalClass()
                && !type.getSimpleName().equals("package-info");
        return named
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass()
                        .map(PublicSurface::isReachableByName)
                        .orElse(true);
    }
}
