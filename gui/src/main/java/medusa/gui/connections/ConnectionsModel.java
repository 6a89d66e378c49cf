package medusa.gui.connections;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ObservableList;

import medusa.gui.client.ConnectionChange;
import medusa.gui.ui.Newest;
import medusa.gui.ui.UiExecutor;

/// The lines of the table: which, in which order, and what is in them. JavaFX thread only, but for [#feed].
///
/// What is in a line changes at once. Where it stands changes once a second at most, and not while the table is held: nobody
/// can point at what moves.
final class ConnectionsModel {
    private static final Duration ARRANGE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Book book = new Book();
    private final Names names;
    private final Newest<ConnectionChange> feed;
    private final Map<Long, Item> items = new LinkedHashMap<>();
    private final Lines lines = new Lines(this::name);
    private final Set<Long> unseen = new HashSet<>();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper told = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper beats = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Totals> totals = new ReadOnlyObjectWrapper<>(Totals.NONE);
    private final BooleanProperty namesShown = new SimpleBooleanProperty();
    private boolean held;
    private boolean connected = true;
    private boolean counted = true;
    private Duration ahead = Duration.ZERO;
    private Instant now;
    private Instant arranged = Instant.MIN;

    /// @param clock    this machine's
    /// @param resolver see [Names]
    ConnectionsModel(UiExecutor ui, Clock clock, UnaryOperator<String> resolver) {
        this.clock = clock;
        names = new Names(ui, resolver, this::beat);
        feed = new Newest<>(ui, ConnectionChange::merged, this::apply);
        now = clock.instant();
        paused.subscribe((_, is) -> resume(is));
    }

    // ---- what comes ----

    /// Takes what the server tells; any thread.
    Consumer<ConnectionChange> feed() {
        return feed;
    }

    private void apply(ConnectionChange change) {
        Instant here = clock.instant();
        ahead = Duration.between(here, change.at());
        List<Row> touched = book.apply(change, here);
        boolean first = !told.get();
        take(touched);
        told.set(true);
        if (first) {
            tick();
            arrange();
        }
    }

    private void take(List<Row> touched) {
        if (touched.isEmpty()) {
            return;
        }
        if (paused.get()) {
            touched.forEach(row -> unseen.add(row.id()));
            waiting.set(unseen.size());
        } else {
            show(touched);
        }
    }

    private void show(List<Row> touched) {
        List<Item> added = new ArrayList<>();
        for (Row row : touched) {
            Item item = items.get(row.id());
            if (item == null) {
                item = new Item(row);
                items.put(row.id(), item);
                added.add(item);
            } else {
                item.set(row);
            }
        }
        counted = false;
        lines.add(added);
    }

    private void resume(boolean pause) {
        if (!pause) {
            List<Row> touched = new ArrayList<>();
            List<Long> over = new ArrayList<>();
            for (Long id : unseen) {
                book.row(id).ifPresentOrElse(touched::add, () -> over.add(id));
            }
            unseen.clear();
            waiting.set(0);
            remove(over);
            show(touched);
            tick();
        }
    }

    // ---- what time does ----

    /// To be called a few times a second while the table is looked at.
    void tick() {
        Instant here = clock.instant();
        List<Long> over = List.copyOf(book.expire(here));
        if (connected) {
            take(book.quiet(here));
        }
        if (paused.get()) {
            over.stream().filter(id -> !items.containsKey(id)).forEach(unseen::remove); // came and went unseen
            return;
        }
        remove(over);
        if (connected && !here.plus(ahead).minus(ARRANGE).isBefore(now)) {
            now = here.plus(ahead);
            beat();
        }
        if (!held && !here.isBefore(arranged.plus(ARRANGE))) {
            arrange();
        }
        count();
    }

    private void beat() {
        beats.set(beats.get() + 1);
    }

    private void remove(List<Long> over) {
        boolean listed = false;
        for (Long id : over) {
            Item item = items.remove(id);
            if (item != null) {
                item.setOver();
                listed |= item.isListed();
            }
        }
        if (listed) {
            lines.removeOver();
        }
    }

    private void count() {
        if (counted) {
            return;
        }
        counted = true;
        totals.set(Totals.of(items.values(), lines.rows().size()));
    }

    // ---- which lines, in which order ----

    private void arrange() {
        arranged = clock.instant();
        if (lines.arrange(items.values())) {
            counted = false;
            count();
        }
    }

    void setFilter(RowFilter next) {
        if (lines.setFilter(next)) {
            arrange();
        }
    }

    RowFilter filter() {
        return lines.filter();
    }

    /// @param column null for the order in which they came
    void setOrder(Column column, boolean descending) {
        lines.setOrder(column, descending);
        arrange();
    }

    /// Has all lines stay where they are.
    void setHeld(boolean next) { held = next; }

    /// @param keeper carries out what changes the list, and keeps selection and scroll
    void keepBy(Consumer<Runnable> keeper) {
        lines.keepBy(keeper);
    }

    /// Whether times go on.
    void setConnected(boolean next) { connected = next; }

    /// Nobody looks from now on.
    void leave() {
        book.leave();
    }

    // ---- what there is ----

    ObservableList<Item> rows() {
        return lines.rows();
    }

    Optional<Item> item(long id) {
        return Optional.ofNullable(items.get(id));
    }

    /// How many have the same address.
    long from(String address) {
        return items.values().stream().map(Item::row).filter(row -> !row.gone() && row.info().address().equals(address))
                .count();
    }

    /// While it is set nothing changes in the table.
    BooleanProperty pausedProperty() {
        return paused;
    }

    /// How many connections have changed during the pause.
    ReadOnlyIntegerProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /// Whether anything has been told yet.
    ReadOnlyBooleanProperty toldProperty() {
        return told.getReadOnlyProperty();
    }

    /// Another number whenever times, or names, are to be shown anew.
    ReadOnlyLongProperty beatsProperty() {
        return beats.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /// Whether names are looked up, of those that are looked at.
    BooleanProperty namesShownProperty() {
        return namesShown;
    }

    /// By the server's clock, as it is shown.
    Instant now() {
        return now;
    }

    /// Has the name looked up, if names are shown.
    Seen seen(Row row) {
        return new Seen(row, now, namesShown.get() ? names.wanted(row.info().address()) : "");
    }

    /// For sorting, filtering and exporting, which ask nobody.
    String name(Row row) {
        return namesShown.get() ? names.known(row.info().address()) : "";
    }

    Optional<RateHistory> history(long id) {
        return book.history(id);
    }
}
