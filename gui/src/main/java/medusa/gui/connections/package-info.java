/// TODO
package medusa.gui.connections;
