package medusa.auth;

import java.util.Locale;

/// What somebody may do at a path.
public enum Right {
    /// To see what a folder holds.
    LIST,
    /// To read a file.
    READ,
    /// To make files and folders that are not there yet.
    WRITE,
    /// To delete, rename, replace and change what is there: with [#WRITE] alone nothing can be lost, as in a letter box.
    DELETE;

    /// As a configuration spells it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
