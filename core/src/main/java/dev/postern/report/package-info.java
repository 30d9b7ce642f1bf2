/**
 * Renders answers: as text for people ({@link dev.postern.report.TextReport}) and as JSON for programs ({@link
 * dev.postern.report.JsonReport}), and in the forms that other tools take: {@link dev.postern.report.SarifReport}, {@link
 * dev.postern.report.MarkdownReport}, {@link dev.postern.report.JunitReport}.
 *
 * <p>A renderer decides nothing: it prints what the analysis found, with the evidence and where that stands in the
 * input. Everything that comes from the input is made safe to print first, because names and labels are the author's to
 * choose and the author may be hostile.
 *
 * <p>May see the facade and its results.
 */
@NullMarked
package dev.postern.report;

import org.jspecify.annotations.NullMarked;
