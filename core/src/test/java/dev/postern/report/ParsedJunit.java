package dev.postern.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** JUnit XML as the JDK's parser reads it, with secure processing and without document types. */
record ParsedJunit(Document document) {
    static ParsedJunit of(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new ParsedJunit(factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml))));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    List<Element> cases() {
        NodeList found = document.getElementsByTagName("testcase");
        List<Element> cases = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            cases.add((Element) found.item(i));
        }
        return cases;
    }

    List<String> names() {
        return cases().stream().map(tested -> tested.getAttribute("name")).toList();
    }

    /** What a case holds: {@code failure}, {@code error}, {@code skipped}, {@code system-out}; empty when it just passed. */
    String outcomeOf(String name) {
        Element tested = named(name);
        NodeList children = tested.getElementsByTagName("*");
        return children.getLength() == 0 ? "" : children.item(0).getNodeName();
    }

    String failureOf(String name) {
        return named(name).getElementsByTagName("failure").item(0).getTextContent();
    }

    private Element named(String name) {
        return cases().stream()
                .filter(tested -> tested.getAttribute("name").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
