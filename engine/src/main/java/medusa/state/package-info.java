/// Files and folders of the server's own: whose they must be, who may get at them, and how they are written whole.
package medusa.state;
