package dev.postern.report;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Markdown as commonmark-java reads it, with the tables of GitHub's flavour. */
record ParsedMarkdown(Node document) {
    static ParsedMarkdown of(String markdown) {
        return new ParsedMarkdown(Parser.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .parse(markdown));
    }

    List<String> headings() {
        List<String> headings = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                headings.add(text(heading));
            }
        });
        return headings;
    }

    /** Every tag; what a summary says is left out. */
    List<String> html() {
        List<String> tags = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlInline inline) {
                tags.add(inline.getLiteral());
            }

            @Override
            public void visit(HtmlBlock block) {
                block.getLiteral()
                        .lines()
                        .map(line ->
                                line.replaceFirst("<summary>Evidence: [0-9a-z, ]+</summary>", "<summary>Evidence>"))
                        .forEach(tags::add);
            }
        });
        return tags;
    }

    /** The cells of a column, of all tables that have it and another one. */
    List<String> column(String title, String besides) {
        List<String> cells = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            private int column = -1;

            @Override
            public void visit(CustomBlock block) {
                if (block instanceof TableBlock) {
                    column = -1;
                }
                visitChildren(block);
            }

            @Override
            public void visit(CustomNode node) {
                if (!(node instanceof TableRow)) {
                    visitChildren(node);
                    return;
                }
                List<String> row = cells(node);
                if (((TableCell) node.getFirstChild()).isHeader()) {
                    column = row.contains(besides) ? row.indexOf(title) : -1;
                } else if (column >= 0) {
                    cells.add(row.get(column));
                }
            }
        });
        return cells;
    }

    private static List<String> cells(Node row) {
        List<String> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add(text(cell));
        }
        return cells;
    }

    /** Plain text and code spans; anything else within is no text, and so missing from it. */
    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text plain) {
                text.append(plain.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }
        });
        return text.toString();
    }
}
