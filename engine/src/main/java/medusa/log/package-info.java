/// Hits and transfers, for the programs that count them; the last entries of the log, for whoever looks.
package medusa.log;
