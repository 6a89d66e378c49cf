/// TODO
package medusa.gui.log;
