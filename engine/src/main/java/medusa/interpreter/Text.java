package medusa.interpreter;

import java.util.ArrayList;
import java.util.List;

import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// A text and the snippets in it.
///
/// @param state of the last snippet
/// @param rest where the last snippet begins unless it is complete, otherwise the text's length
record Text(String code, List<Piece> pieces, Completeness.State state, int rest) {

    /// A snippet of the text.
    ///
    /// @param source as the compiler is to get it: perhaps with a semicolon that the text lacks
    /// @param offset where in the text it begins
    record Piece(String source, int offset) {}

    /// Finds the snippets; says nothing about whether they compile.
    static Text of(String code, SourceCodeAnalysis analysis) {
        List<Piece> pieces = new ArrayList<>();
        int offset = 0;
        while (true) {
            // JShell's lines of a stack are wrong by one behind an empty first line.
            offset = code.length() - code.substring(offset).stripLeading().length();
            CompletionInfo info = analysis.analyzeCompletion(code.substring(offset));
            switch (info.completeness()) {
                case EMPTY -> {
                    return new Text(code, pieces,
                            pieces.isEmpty() ? Completeness.State.EMPTY : Completeness.State.COMPLETE, code.length());
                }
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return new Text(code, pieces, Completeness.State.INCOMPLETE, offset);
                }
                case UNKNOWN -> {
                    pieces.add(new Piece(code.substring(offset), offset));
                    return new Text(code, pieces, Completeness.State.INVALID, offset);
                }
                case COMPLETE, COMPLETE_WITH_SEMI -> {
                    pieces.add(new Piece(info.source(), offset));
                    offset = code.length() - info.remaining().length();
                }
            }
        }
    }

    Outcome.Problem problem(Piece piece, Diag diag) {
        StringBuilder message = new StringBuilder();
        diag.getMessage(null).lines().filter(line -> !line.strip().startsWith("location:")) // within JShell's wrapping
                .forEach(line -> message.append(message.isEmpty() ? "" : "\n").append(line));
        int from = (int) Math.max(diag.getStartPosition(), 0);
        return problem(piece.offset() + from, piece.offset() + (int) diag.getEndPosition(), message.toString());
    }

    /// @param end behind the last character
    Outcome.Problem problem(int from, int end, String message) {
        int first = Math.clamp(from, 0, code.length());
        int last = Math.clamp(end - 1L, first, Math.max(first, code.length() - 1));
        return new Outcome.Problem(line(first), column(first), line(last), column(last), message);
    }

    /// @return the line of that place, from 1
    int line(int at) {
        return 1 + (int) code.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private int column(int at) {
        return at - code.lastIndexOf('\n', at - 1);
    }
}
