package medusa.reactor;

/// The size that one direction of one channel works with, following what the peer takes or sends: doubled after two full
/// buffers in a row, halved after four that were less than a quarter full. The gap between the two rules is the hysteresis
/// that keeps a steady peer's buffer steady.
final class BufferSize {
    private static final int FULL_TO_GROW = 2;
    private static final int SPARSE_TO_SHRINK = 4;

    private int floor;
    private int ceiling;
    private int bytes;
    private byte full;
    private byte sparse;

    BufferSize(BufferPolicy.Bounds bounds) {
        bound(bounds);
        bytes = floor;
    }

    int bytes() {
        return bytes;
    }

    /// Moves into new bounds at once; equal ones fix the size.
    void bound(BufferPolicy.Bounds bounds) {
        floor = bounds.floor();
        ceiling = bounds.ceiling();
        bytes = Math.clamp(bytes, floor, ceiling);
    }

    /// Notes that `moved` bytes went where [#bytes] could have.
    void used(long moved) {
        if (moved >= bytes) {
            sparse = 0;
            if (++full >= FULL_TO_GROW) {
                full = 0;
                bytes = (int) Math.min(ceiling, 2L * bytes);
            }
        } else {
            full = 0;
            if (moved >= bytes / 4) {
                sparse = 0;
            } else if (++sparse >= SPARSE_TO_SHRINK) {
                sparse = 0;
                bytes = Math.max(floor, bytes / 2);
            }
        }
    }
}
