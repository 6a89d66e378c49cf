package medusa.gui.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of one package, from the `messages.properties` beside it, in [MessageFormat]'s form.
///
/// @param bundle the texts
public record Messages(ResourceBundle bundle) {

    /// Those of the package of `user`.
    public static Messages of(Class<?> user) {
        return new Messages(ResourceBundle.getBundle(user.getPackageName() + ".messages", Locale.getDefault(),
                user.getModule()));
    }

    /// The text of `key`, with `arguments` in their places.
    public String text(String key, Object... arguments) {
        String pattern = bundle.getString(key);
        return new MessageFormat(pattern, Locale.getDefault()).format(arguments);
    }

    /// Whether there is such a text.
    public boolean has(String key) {
        return bundle.containsKey(key);
    }
}
