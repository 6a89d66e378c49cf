/// The window around the screens: rail, bars, palette, alerts, theme, what it remembers.
package medusa.gui.shell;
