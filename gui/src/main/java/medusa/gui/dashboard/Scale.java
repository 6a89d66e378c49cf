package medusa.gui.dashboard;

/// Where the lines of a chart are drawn and what they say.
///
/// @param step between two of them
/// @param top  the last one
record Scale(double step, double top) {
    private static final int MOST_LINES = 4;
    private static final double[] DECIMAL = {1, 2, 2.5, 5, 10};
    private static final double[] BINARY = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1024};

    /// For values up to `largest`, in round numbers.
    static Scale of(double largest) {
        return above(largest, 1, 10, DECIMAL);
    }

    /// The same for whole numbers.
    static Scale ofWhole(double largest) {
        double most = Math.max(largest, MOST_LINES);
        double step = Math.ceil(of(most).step());
        return new Scale(step, step * Math.ceil(most / step));
    }

    /// The same for bytes: round where a KB is 1,024 of them.
    static Scale ofBytes(double largest) {
        return above(Math.max(largest, 1024), 1, 1024, BINARY);
    }

    private static Scale above(double largest, double first, double base, double[] steps) {
        double unit = first;
        while (unit * steps[steps.length - 1] * MOST_LINES < largest) {
            unit *= base;
        }
        for (double step : steps) {
            if (step * unit * MOST_LINES >= largest) {
                return new Scale(step * unit, step * unit * Math.max(1, Math.ceil(largest / (step * unit))));
            }
        }
        throw new IllegalStateException("no scale for " + largest); // infinity
    }
}
