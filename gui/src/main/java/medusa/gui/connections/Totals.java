package medusa.gui.connections;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The numbers beside the title.
///
/// @param open         connections in all, without those that fade
/// @param transferring transfers; one over FTP has two connections
/// @param others       those that are no monitor's
/// @param listed       as the filter has them
/// @param protocols    how many of each
record Totals(int open, int transferring, int others, int listed, SortedMap<String, Integer> protocols) {
    private static final String CONTROL = "ftp";
    private static final String DATA = "ftp-data";

    static final Totals NONE = new Totals(0, 0, 0, 0, new TreeMap<>());

    static Totals of(Collection<Item> items, int listed) {
        TreeMap<String, Integer> protocols = new TreeMap<>();
        Map<String, int[]> ftp = new HashMap<>();
        int transferring = 0;
        int others = 0;
        int open = 0;
        for (Item item : items) {
            Row row = item.row();
            if (row.gone()) {
                continue;
            }
            String protocol = row.info().protocol();
            open++;
            protocols.merge(protocol, 1, Integer::sum);
            others += row.isMonitor() ? 0 : 1;
            if (row.isTransferring()) {
                if (protocol.equals(CONTROL) || protocol.equals(DATA)) {
                    ftp.computeIfAbsent(transfer(row), _ -> new int[2])[protocol.equals(DATA) ? 1 : 0]++;
                } else {
                    transferring++;
                }
            }
        }
        for (int[] each : ftp.values()) {
            transferring += Math.max(each[0], each[1]); // who has no data connection yet transfers, too
        }
        return new Totals(open, transferring, others, listed, protocols);
    }

    /// The same of both connections.
    private static String transfer(Row row) {
        return row.info().user().orElse("") + ' ' + row.doing();
    }
}
