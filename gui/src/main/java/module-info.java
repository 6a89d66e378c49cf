/// The console: a JavaFX window on running servers.
module medusa.gui {
    requires medusa.engine;
    requires javafx.controls;
    requires jfx.incubator.richtext;
    requires org.controlsfx.controls;
    requires atlantafx.base;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.feather;
    requires io.nayuki.qrcodegen;

    provides medusa.server.ConsoleWindow with medusa.gui.JavaFxWindow;
}
