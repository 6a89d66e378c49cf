package medusa.http;

import java.util.List;

/// What a record of settings finds wrong with one of its components, so that whoever reads the message sees which.
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> names;

    /// @param text  of the form `expected …, found …`
    /// @param names what the configuration calls the component, and what is meant within it: `headers`, `Date`
    public SettingException(String text, String... names) {
        super(text);
        this.names = List.of(names);
    }

    /// From the record on, the outermost first.
    public List<String> names() {
        return names;
    }
}
