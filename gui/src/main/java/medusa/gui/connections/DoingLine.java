package medusa.gui.connections;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.Region;

/// What a connection is doing, with a bar and what remains. When there is little room, the bar narrows and goes first, then the
/// folders of a path; an ellipsis in the middle is the last resort.
final class DoingLine extends Region {
    private static final double GAP = 8;
    private static final double WIDEST_BAR = 64;
    private static final double NARROWEST_BAR = 16;
    private static final double HEIGHT_OF_BAR = 8;

    private final Label whole = text();
    private final Label brief = text();
    private final Label rest = new Label();
    private final Bar bar = new Bar();
    private boolean transfers;

    DoingLine() {
        brief.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        rest.getStyleClass().add("transfer-rest");
        rest.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(whole, brief, bar, rest);
    }

    private static Label text() {
        Label label = new Label();
        label.getStyleClass().add("mono");
        label.setAlignment(Pos.CENTER_LEFT);
        return label;
    }

    /// Without a bar.
    void show(String doing) {
        transfers = false;
        say(doing, "");
    }

    /// @param progress from 0 to 1
    void show(String doing, double progress, String remaining) {
        transfers = true;
        bar.setValue(progress);
        say(doing, remaining);
    }

    private void say(String doing, String remaining) {
        whole.setText(doing);
        brief.setText(withoutFolders(doing));
        rest.setText(remaining);
        requestLayout();
    }

    /// `GET /pub/iso/deb.iso` is `GET …/deb.iso`.
    static String withoutFolders(String doing) {
        int path = doing.indexOf(' ') + 1;
        int name = doing.lastIndexOf('/', doing.length() - 2) + 1;
        return name - path < 2 ? doing : doing.substring(0, path) + "…/" + doing.substring(name);
    }

    @Override
    protected double computePrefHeight(double width) {
        return whole.prefHeight(-1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return whole.prefWidth(-1) + (transfers ? GAP + WIDEST_BAR + GAP + rest.prefWidth(-1) : 0);
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        double restWidth = transfers ? Math.ceil(rest.prefWidth(-1)) : 0;
        double room = Math.max(0, getWidth() - (transfers ? restWidth + GAP : 0));
        double wanted = Math.ceil(whole.prefWidth(-1));
        double barWidth = transfers ? Math.min(WIDEST_BAR, room - wanted - GAP) : 0;
        boolean hasBar = barWidth >= NARROWEST_BAR;
        double left = hasBar ? room - barWidth - GAP : room;
        boolean fits = wanted <= left;
        whole.setVisible(fits);
        brief.setVisible(!fits);
        whole.resizeRelocate(0, 0, left, height);
        brief.resizeRelocate(0, 0, left, height);
        bar.setVisible(hasBar);
        if (hasBar) {
            bar.resizeRelocate(left + GAP, (height - HEIGHT_OF_BAR) / 2, barWidth, HEIGHT_OF_BAR);
        }
        rest.setVisible(transfers);
        rest.resizeRelocate(room + GAP, 0, restWidth, height);
    }
}
