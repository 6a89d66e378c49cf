package medusa.gui.dashboard;

import java.util.Arrays;

/// The values of the last seconds, one a second; NaN where nobody knows.
final class Course {
    private final double[] ring;
    private long added;

    Course(int seconds) {
        ring = new double[seconds];
        Arrays.fill(ring, Double.NaN);
    }

    void add(double value) {
        ring[(int) (added++ % ring.length)] = value;
    }

    /// @param age in seconds; 0 is the newest
    double at(int age) {
        return age < 0 || age >= Math.min(added, ring.length)
                ? Double.NaN
                : ring[(int) ((added - 1 - age) % ring.length)];
    }

    /// Of the last `seconds`, oldest first.
    double[] last(int seconds) {
        double[] values = new double[seconds];
        for (int i = 0; i < seconds; i++) {
            values[i] = at(seconds - 1 - i);
        }
        return values;
    }

    /// Of what is known of them; 0 if nothing is.
    double largest() {
        return Arrays.stream(ring).filter(value -> !Double.isNaN(value)).max().orElse(0);
    }

    /// Of what is known of them.
    double sum() {
        return Arrays.stream(ring).filter(value -> !Double.isNaN(value)).sum();
    }
}
