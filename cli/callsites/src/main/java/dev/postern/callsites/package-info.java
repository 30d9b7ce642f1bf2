/**
 * A step of the build: in the executable jar, lambdas become classes and the methods that records are born with become code.
 * As the compiler leaves them, each is a call site that the JVM links on first use, in a tenth of a millisecond and more; a
 * question asked once meets more than a thousand, which is a quarter of its time. The library's own jar stays as it was
 * compiled.
 */
@NullMarked
package dev.postern.callsites;

import org.jspecify.annotations.NullMarked;
