package medusa.gui.servers;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import medusa.gui.ui.Messages;

/// What is to be seen while no server is: what one can begin with.
final class StartView extends ScrollPane {
    private static final double CARD_WIDTH = 420;
    private static final double GAP = 16;

    private final ServeCard serve;
    private final ConnectCard connect;

    StartView(Servers servers, ServeModel model) {
        setId("start");
        getStylesheets().add(Parts.css());
        getStyleClass().add("servers-start");
        Messages messages = Messages.of(StartView.class);
        serve = new ServeCard(servers, model);
        connect = new ConnectCard(servers);
        FlowPane cards = new FlowPane(GAP, GAP, serve, connect);
        cards.setAlignment(Pos.TOP_CENTER);
        for (Region card : new Region[]{serve, connect}) {
            card.prefWidthProperty().bind(cards.widthProperty().subtract(GAP + 1)
                    .divide(2).map(half -> Math.clamp(half.doubleValue(), CARD_WIDTH - 50, CARD_WIDTH + 60)));
        }
        Label title = new Label(messages.text("start.title"));
        title.getStyleClass().add("servers-title");
        VBox all = new VBox(GAP, title, cards);
        all.setAlignment(Pos.TOP_CENTER);
        all.getStyleClass().add("servers-all");
        setContent(all);
        setFitToWidth(true);
    }

    ServeCard serve() {
        return serve;
    }

    ConnectCard connect() {
        return connect;
    }
}
