/**
 * Draws answers: the plans of paths as a Mermaid flowchart ({@link dev.postern.export.MermaidExport}) and as a DOT graph
 * ({@link dev.postern.export.DotExport}).
 *
 * <p>Both draw the same {@code PlanDrawing}: what an attacker has as boxes, techniques as arrows, and a step that needs
 * several things at once as a join. As in reports, names of the input are made safe to show.
 *
 * <p>May see the facade and its results.
 */
@NullMarked
package dev.postern.export;

import org.jspecify.annotations.NullMarked;
