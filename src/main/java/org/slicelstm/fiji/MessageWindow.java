package org.slicelstm.fiji;

import ij.WindowManager;
import ij.text.TextWindow;
import java.util.List;
import org.slicelstm.PlainText;

/**
 * What the user should read, line by line in one window that holds nobody up. The log goes to the Console, which is
 * closed unless somebody opens it.
 */
final class MessageWindow {
    static final String TITLE = "SliceLSTM messages";

    private static final int WIDTH = 900;
    private static final int HEIGHT = 220;

    private MessageWindow() {
    }

    /** Adds lines below those that stand there. */
    static void add(List<String> sentences) {
        String text = String.join("\n", sentences.stream().map(PlainText::escape).toList());
        if (text.isEmpty()) {
            return;
        }
        if (WindowManager.getWindow(TITLE) instanceof TextWindow window) {
            window.append(text);
        } else {
            new TextWindow(TITLE, text, WIDTH, HEIGHT);
        }
    }
}
