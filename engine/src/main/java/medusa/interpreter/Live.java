package medusa.interpreter;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The counter over which objects of the server are handed to a session's variables. Public because snippets fetch them
/// here; of use to nobody else, since an object lies here for a moment only, under a name that cannot be guessed.
public final class Live {
    private static final Map<String, Object> OBJECTS = new ConcurrentHashMap<>();
    private static final Object NULL = new Object();

    private Live() {}

    /// @return the key by which it can be taken, once
    static String put(Object object) {
        String key = UUID.randomUUID().toString();
        OBJECTS.put(key, object == null ? NULL : object);
        return key;
    }

    static void forget(String key) {
        OBJECTS.remove(key);
    }

    static boolean isEmpty() { return OBJECTS.isEmpty(); }

    /// The object put there for the caller, which is then there no more.
    public static Object take(String key) {
        Object object = OBJECTS.remove(key);
        if (object == null) {
            throw new IllegalArgumentException("nothing lies here under this key");
        }
        return object == NULL ? null : object;
    }

    /// The same.
    ///
    /// @param like says of which type it is
    @SuppressWarnings("unchecked")
    public static <T> T take(String key, T like) {
        return (T) take(key);
    }
}
