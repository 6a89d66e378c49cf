/// The end of the log as it comes: filtered, paused, followed, exported.
package medusa.gui.log;
