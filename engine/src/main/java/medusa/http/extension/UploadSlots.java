package medusa.http.extension;

import java.util.HashMap;
import java.util.Map;

import medusa.http.HttpException;

/// How many uploads there may be at once, in all and of one user. Reactor thread only.
final class UploadSlots {
    private final int most;
    private final Map<Object, Integer> taken = new HashMap<>();
    private final int mostOfOne;
    private int all;

    UploadSlots(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /// @param own the most of this owner, if that is less than what anybody may have; 0 for that
    /// @throws HttpException 503 if there is none left
    void take(Object owner, int own) throws HttpException {
        int now = taken.getOrDefault(owner, 0);
        if (all >= most || now >= mostOfOne || own > 0 && now >= own) {
            throw new HttpException(503, "Too many files are being uploaded; try again soon.").with("Retry-After", "5");
        }
        taken.put(owner, now + 1);
        all++;
    }

    void giveBack(Object owner) {
        taken.computeIfPresent(owner, (_, now) -> now == 1 ? null : now - 1);
        all--;
    }
}
