package medusa.gui.shell;

import java.time.Instant;

import javafx.beans.value.ObservableValue;

import medusa.gui.client.Profile;
import medusa.gui.client.Rates;
import medusa.gui.client.ServerFigures;
import medusa.gui.client.ServerInfo;
import medusa.gui.server.ServerModel;
import medusa.monitor.MonitorClient.State;

/// What the frame shows of the current server. All values are null while there is none.
record Watched(ObservableValue<Profile> profile, ObservableValue<State> state, ObservableValue<ServerInfo> info,
        ObservableValue<ServerFigures> figures, ObservableValue<Rates> rates, ObservableValue<Instant> asOf,
        ObservableValue<Boolean> quiet) {

    static Watched of(ObservableValue<Workspace> current) {
        ObservableValue<ServerModel> server = current.map(Workspace::server);
        return new Watched(server.map(ServerModel::profile), server.flatMap(ServerModel::stateProperty),
                server.flatMap(ServerModel::infoProperty), server.flatMap(ServerModel::figuresProperty),
                server.flatMap(ServerModel::ratesProperty), server.flatMap(ServerModel::asOfProperty),
                server.flatMap(ServerModel::quietProperty));
    }

    /// Calls `changed` now, and whenever anything is another.
    void onChange(Runnable changed) {
        profile.subscribe(_ -> changed.run());
        state.subscribe(_ -> changed.run());
        info.subscribe(_ -> changed.run());
        figures.subscribe(_ -> changed.run());
        asOf.subscribe(_ -> changed.run());
        quiet.subscribe(_ -> changed.run());
    }
}
