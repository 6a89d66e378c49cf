package medusa.http.extension;

import java.util.HashMap;
import java.util.Map;

import medusa.http.HttpException;

/// How many uploads there may be at once, in all and of one user. Reactor thread only.
final class UploadSlots {
    private final int most;
    private final Map<Object, Integer> taken = new HashMap<>();
    private int all;

    UploadSlots(int most) {
        this.most = most;
    }

    /// @param own of this owner; 0 for as many as there are
    /// @throws HttpException 503 if there is none left
    void take(Object owner, int own) throws HttpException {
        int now = taken.getOrDefault(owner, 0);
        if (all >= most || own > 0 && now >= own) {
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
