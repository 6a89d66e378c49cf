/// Hits and transfers, for the programs that count them; who ran what at the monitor; the last entries of the log, for whoever
/// looks.
package medusa.log;
