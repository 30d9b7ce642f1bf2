/** Programs that embed Postern, as small as they can be. The README shows them; the build compiles them. */
@NullMarked
package dev.postern.samples;

import org.jspecify.annotations.NullMarked;
