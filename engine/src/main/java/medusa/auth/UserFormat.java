package medusa.auth;

/// What one kind of file of users demands, and what a line of it means. Such a file has a user in each line, which begins with
/// the name and a colon; empty lines, and comments behind `#`.
///
/// @param <U> what is known of a user
public interface UserFormat<U> {

    /// What must be true of the file. That nobody but its owner may change it, must be true of each.
    ///
    /// @param readable  whether others may read it
    /// @param mostBytes that it may have
    record Rule(boolean readable, int mostBytes) {}

    /// What must be true of the file.
    Rule rule();

    /// Whose line it was.
    String name(U user);

    /// @param line without spaces around it; neither empty nor a comment
    /// @throws IllegalArgumentException saying what is wrong, without showing anything secret
    U parse(String line);
}
