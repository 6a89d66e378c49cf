/// TODO
package medusa.gui.dashboard;
