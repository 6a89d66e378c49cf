/// Hits and transfers, for the programs that count them.
package medusa.log;
