package medusa.gui.connections;

import java.time.Duration;
import java.time.Instant;

/// How fast one transfer goes, over the last ten to twenty seconds: a remaining time that jumps helps nobody. What comes at first
/// says nothing about it, since it fills buffers on the way.
final class Pace {
    private static final Duration SPAN = Duration.ofSeconds(10);
    private static final Duration GUSH = Duration.ofSeconds(2);

    private String what = "";
    private Instant begun;
    private Instant earlier;
    private long earlierDone;
    private Instant later;
    private long laterDone;

    /// @param doing another text is another transfer
    /// @return bytes a second; 0 if that is not known yet, as in the first ten seconds
    double add(String doing, long done, Instant at) {
        if (!doing.equals(what) || begun == null || done < laterDone) {
            what = doing;
            begun = at;
        }
        if (Duration.between(begun, at).compareTo(GUSH) < 0) {
            earlier = at;
            earlierDone = done;
            later = at;
            laterDone = done;
            return 0;
        }
        double seconds = Book.seconds(earlier, at);
        double pace = Duration.between(begun, at).compareTo(SPAN) < 0 ? 0 : (done - earlierDone) / seconds;
        if (Duration.between(later, at).compareTo(SPAN) >= 0) {
            earlier = later;
            earlierDone = laterDone;
            later = at;
            laterDone = done;
        }
        return pace;
    }
}
