package medusa.examples;

import java.util.Map;

import medusa.reactor.LineChannel;

/// Callers who type lines at each other; `telnet` is client enough. A room is a map of channels, and there are no locks.
public final class Chat extends LineChannel {
    private final Map<String, Chat> room;
    private String nick;

    public Chat(Map<String, Chat> room) {
        super(1000);
        this.room = room;
    }

    @Override
    protected void opened() {
        push("nickname?: ");
    }

    @Override
    protected void line(String line) {
        String name = line.strip().split(" ", 2)[0];
        if (nick == null && (name.isEmpty() || room.putIfAbsent(name, this) != null)) {
            push("huh? gimmee a nickname: ");
        } else if (nick == null) {
            nick = name;
            push("Hello, " + nick + "\r\n" + (room.size() == 1 ? "[Kinda lonely in here... you're the only caller!]"
                    : "[Others in here: " + (room.size() - 1) + "]\r\n  " + String.join("\r\n  ", room.keySet())) + "\r\n");
            tell(": [joined]");
        } else if (line.equals("/quit") || line.equals("/q")) {
            push("Goodbye!\r\n");
            closeWhenDone();
        } else {
            tell(": " + line);
        }
    }

    private void tell(String what) {
        room.values().stream().filter(caller -> caller != this).forEach(caller -> caller.push(nick + what + "\r\n"));
    }

    @Override
    protected void closed(Throwable cause) {
        if (nick != null && room.remove(nick, this)) {
            tell(": [left]");
        }
    }
}
