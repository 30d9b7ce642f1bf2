/** Claims of the library, put to a real API server. Runs only with {@code -Dpostern.kubeconfig=FILE}. */
@NullMarked
package dev.postern.replay;

import org.jspecify.annotations.NullMarked;
