/// What all screens are built with: the way onto the JavaFX thread, texts, units, small controls. Knows no server.
package medusa.gui.ui;
