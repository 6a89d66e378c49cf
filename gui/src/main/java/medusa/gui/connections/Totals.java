package medusa.gui.connections;

import java.util.SortedMap;

/// The numbers beside the title.
///
/// @param open         connections in all, without those that fade
/// @param transferring of those
/// @param others       those that are no monitor's
/// @param listed       as the filter has them
/// @param protocols    how many of each
record Totals(int open, int transferring, int others, int listed, SortedMap<String, Integer> protocols) {}
