/// The console: a window on running servers, and the monitor's client.
package medusa.gui;
