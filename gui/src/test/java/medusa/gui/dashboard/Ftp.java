package medusa.gui.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client of FTP, as simple as can be.
public final class Ftp {
    private Ftp() {}

    /// Tries a password that is wrong; returns the answer.
    public static String refused(String listener) throws IOException {
        int colon = listener.lastIndexOf(':');
        try (Socket socket = new Socket(listener.substring(0, colon), Integer.parseInt(listener.substring(colon + 1)));
                BufferedReader answers = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            answers.readLine();
            for (String command : new String[]{"USER mallory", "PASS wrong"}) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                String answer = answers.readLine();
                if (!answer.startsWith("331")) {
                    return answer;
                }
            }
            throw new IOException("no answer to PASS");
        }
    }
}
