package medusa.interpreter;

/// Whether a text is a snippet, or several.
///
/// @param rest where the snippet begins that is not complete or not valid; the text's length if there is none such
public record Completeness(State state, int rest) {

    /// What a text is.
    public enum State {
        /// It can be run.
        COMPLETE,
        /// More has to follow.
        INCOMPLETE,
        /// It cannot be made sense of; to run it tells why.
        INVALID,
        /// Nothing but space and comments.
        EMPTY
    }
}
