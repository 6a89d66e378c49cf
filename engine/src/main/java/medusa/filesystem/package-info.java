/// One virtual tree, shared by HTTP and FTP.
package medusa.filesystem;
