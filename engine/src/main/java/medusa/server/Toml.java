package medusa.server;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;

import medusa.metrics.Printable;

/// Reads TOML into plain maps, lists, strings, numbers and booleans.
///
/// It uses Jackson's parser without its object mapper: the mapper alone would double the time that the server takes to
/// start.
final class Toml {
    /// Far deeper than any setting lies.
    private static final int DEEPEST = 32;

    private static final TomlFactory FACTORY = TomlFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()).build();

    /// What an administrator can do about each complaint of the parser, by the start of its message.
    private static final Map<String, String> ADVICE = Map.of("Unknown token",
            "not understood; text needs quotes, such as \"127.0.0.1:8080\"", "More data after value",
            "more text after the value; text needs quotes, such as \"127.0.0.1:8080\"", "Premature end of file",
            "ends too early; a value, a quote or a bracket is missing", "Newline not permitted here",
            "the line ends too early; a value, a quote or a bracket is missing", "Duplicate key",
            "set twice; keep one of them", "Table redefined",
            "this section stands here twice; put its settings under one header", "Path into existing",
            "already set as something else; keep one of them", "Unknown escape sequence",
            "unknown escape in the text; write \\\\ for a backslash, or '…' instead of quotes", "Comment not permitted",
            "a value is missing before the comment");

    private Toml() {}

    /// Text that is not TOML.
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;

        SyntaxException(int line, String message) {
            super(message);
            this.line = line;
        }

        /// The line where the parser gave up, counted from 1; 0 if it did not say.
        int line() {
            return line;
        }
    }

    /// @throws SyntaxException with a message of one line that says what would be right
    static Map<String, Object> parse(String text) throws SyntaxException {
        try (JsonParser parser = FACTORY.createParser(new StringReader(text))) {
            parser.nextToken();
            return table(parser);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new SyntaxException(line, advice(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException(e); // a StringReader does not fail
        }
    }

    private static String advice(String message) {
        return ADVICE.entrySet().stream().filter(entry -> message.startsWith(entry.getKey())).map(Map.Entry::getValue)
                .findFirst().orElseGet(() -> "not valid TOML: " + Printable.shortened(message));
    }

    private static Map<String, Object> table(JsonParser parser) throws IOException {
        Map<String, Object> table = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            table.put(name, value(parser));
        }
        return table;
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(parser);
            case START_ARRAY -> list(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getText();
        };
    }
}
