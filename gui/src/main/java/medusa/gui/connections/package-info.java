/// The screen of the connections: who is connected, what everybody is doing, and how to put an end to it.
///
/// `Book` keeps what the server tells, without JavaFX; `ConnectionsModel` makes a list for a table of it; the rest is views.
package medusa.gui.connections;
