package medusa.gui.servers;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

import io.nayuki.qrcodegen.QrCode.Ecc;

/// A QR code: black on white whatever the theme is, since cameras want it so.
final class QrCode extends Canvas {
    private static final int PIXELS = 4;
    /// The margin that readers need.
    private static final int QUIET = 4;

    QrCode(String text) {
        io.nayuki.qrcodegen.QrCode code = io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.MEDIUM);
        int size = (code.size + 2 * QUIET) * PIXELS;
        setWidth(size);
        setHeight(size);
        GraphicsContext graphics = getGraphicsContext2D();
        graphics.setFill(Color.WHITE);
        graphics.fillRect(0, 0, size, size);
        graphics.setFill(Color.BLACK);
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    graphics.fillRect((x + QUIET) * PIXELS, (y + QUIET) * PIXELS, PIXELS, PIXELS);
                }
            }
        }
    }
}
