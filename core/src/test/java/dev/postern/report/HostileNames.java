package dev.postern.report;

import java.util.stream.Stream;

/** Names that try to be more than names, for the tests of every format; the reader takes any name. */
public final class HostileNames {
    private HostileNames() {}

    public static Stream<String> all() {
        return Stream.of(
                "<script>alert(1)</script>",
                "<!-- x",
                "x -->",
                "x]]>y",
                "</failure></testcase><testcase name=\"y\"/>",
                "&amp;&lt;&#60;",
                "a\"b'c`d``e",
                "`",
                "``x``",
                " leading and trailing ",
                "  ",
                "a|b\\|c\\\\|d",
                "x\\",
                "\\",
                "\\n\\N\\G\\l",
                "line\nfeed\r\nand\rreturn",
                "\n## heading",
                "tab\tand\u0000nul\u0007bell\u001b[31mred",
                "\u202eright to left\u202c",
                "zero\u200bwidth\ufeff",
                "line\u2028separator\u0085next",
                "[click](http://evil.example/)",
                "\\[click\\](http://evil.example/)",
                "![image](x.png)",
                "http://evil.example/?a=b&c=d",
                "@somebody #1 :smile:",
                "- list",
                "1. list",
                "# heading",
                "> quote",
                "| cell |",
                "***bold***_it_~~no~~",
                "{0} {{x}} }{",
                "{from} {to}",
                "$1 \\1 $&",
                "%%{init: {}}%%",
                "end",
                "subgraph x",
                "a --> b",
                "n0",
                "n1[\"x\"]",
                "#quot;#35;x;",
                "];}digraph x{",
                "%2e%2e%00%s",
                "\ud83d\ude00 emoji \u00e9\u0301",
                "\ud800 alone",
                "\uffff\ufffe");
    }
}
