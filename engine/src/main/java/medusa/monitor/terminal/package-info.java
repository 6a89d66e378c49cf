/// The terminal client of the monitor: `medusa monitor`. What is shown is made by pure functions; `Shell` and what it uses know JLine.
package medusa.monitor.terminal;
