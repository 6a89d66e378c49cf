/// TODO
package medusa.gui.monitor;
