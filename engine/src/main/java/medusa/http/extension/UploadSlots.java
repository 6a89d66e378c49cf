package medusa.http.extension;

import java.util.HashMap;
import java.util.Map;

import medusa.http.HttpException;

/// How many uploads there may be at once, in all and of one user. Who has not logged in leaves a quarter to those who have, so that
/// strangers with many addresses do not lock them out. Reactor thread only.
final class UploadSlots {
    private final int most;
    private final int mostOfStrangers;
    private final int mostOfOne;
    private final Map<UploadRoom.Owner, Integer> taken = new HashMap<>();
    private int all;
    private int strangers;

    UploadSlots(int most, int mostOfOne) {
        this.most = most;
        mostOfStrangers = most - most / 4;
        this.mostOfOne = mostOfOne;
    }

    /// @param own the most of this owner, if that is less than what anybody may have; 0 for that
    /// @throws HttpException 503 if there is none left
    void take(UploadRoom.Owner owner, int own) throws HttpException {
        int now = taken.getOrDefault(owner, 0);
        boolean full = all >= most || owner.isStranger() && strangers >= mostOfStrangers;
        if (full || now >= mostOfOne || own > 0 && now >= own) {
            throw new HttpException(503, "Too many files are being uploaded; try again soon.").with("Retry-After", "5");
        }
        taken.put(owner, now + 1);
        all++;
        strangers += owner.isStranger() ? 1 : 0;
    }

    void giveBack(UploadRoom.Owner owner) {
        taken.computeIfPresent(owner, (_, now) -> now == 1 ? null : now - 1);
        all--;
        strangers -= owner.isStranger() ? 1 : 0;
    }
}
