package medusa.http;

import java.time.Instant;

/// What tells one state of a resource from another (RFC 9110 §8.8). Immutable.
///
/// @param exists whether there is anything now
/// @param etag the entity tag as it is sent, `"x"` or `W/"x"`; null if there is none
/// @param lastModified null if it is not known; fractions of a second do not count
public record Validators(boolean exists, String etag, Instant lastModified) {
    /// Of a resource that does not exist.
    public static final Validators ABSENT = new Validators(false, null, null);

    /// Of a resource that exists.
    public static Validators of(String etag, Instant lastModified) {
        return new Validators(true, etag, lastModified);
    }

    /// Whether `tag` is this one and both are strong (RFC 9110 §8.8.3.2).
    boolean matchesStrongly(String tag) {
        return tag.equals(etag) && !isWeak(tag);
    }

    /// Whether `tag` is this one, be it weak or strong.
    boolean matchesWeakly(String tag) {
        return etag != null && opaque(tag).equals(opaque(etag));
    }

    static boolean isWeak(String tag) {
        return tag.startsWith("W/");
    }

    private static String opaque(String tag) {
        return isWeak(tag) ? tag.substring(2) : tag;
    }
}
