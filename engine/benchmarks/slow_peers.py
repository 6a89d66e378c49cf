"""Slow clients of a server, for slow.sh: they send or read a byte now and then, to hold connections open.

    slow_peers.py PORT HEADS BODIES READERS

Connects all of them and prints `connected`. Whoever is cut off comes back at once, until a line comes in on standard input;
from then on nobody does. When the last one is gone it prints, for each kind, how many were cut off and the longest life in
seconds, and how long after that line the last one of all was there.
"""
import heapq, selectors, socket, sys, time

PORT = int(sys.argv[1])
HEAD = b'GET /1k.txt HTTP/1.1\r\nHost: localhost\r\nX-Slow: '
BODY = b'GET /1k.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n'
READ = b'GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n'
KINDS = {'head': (HEAD, int(sys.argv[2])), 'body': (BODY, int(sys.argv[3])), 'reader': (READ, int(sys.argv[4]))}
EVERY = 5.0  # as seldom as it can be, and this program must not be what the others wait for
MOST_READ = 10

selector = selectors.DefaultSelector()
due = []
lives = {kind: [] for kind in KINDS}
alive = 0
stopped = None


class Peer:
    def __init__(self, kind):
        global alive
        alive += 1
        self.kind = kind
        self.connect()

    def connect(self):
        self.socket = socket.socket()
        if self.kind == 'reader':
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.socket.connect(('127.0.0.1', PORT))
        self.socket.setblocking(False)
        self.since = time.monotonic()
        self.socket.send(KINDS[self.kind][0])
        if self.kind != 'reader':
            selector.register(self.socket, selectors.EVENT_READ, self)
        heapq.heappush(due, (self.since + EVERY, id(self), self))

    def readable(self):
        """What the server says is taken, and its end noticed."""
        try:
            if self.socket.recv(65536):
                return
        except OSError:
            pass
        self.gone()

    def act(self, now):
        try:
            if self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                return self.gone()  # reset; what came before could still be read
            if self.kind != 'reader':
                self.socket.send(b'x')
            elif not self.socket.recv(MOST_READ):
                return self.gone()
        except BlockingIOError:
            pass
        except OSError:
            return self.gone()
        heapq.heappush(due, (now + EVERY, id(self), self))

    def gone(self):
        global alive
        if self.socket is None:
            return
        lives[self.kind].append(time.monotonic() - self.since)
        if self.kind != 'reader':
            selector.unregister(self.socket)
        self.socket.close()
        self.socket = None
        if stopped is None:
            self.connect()
        else:
            alive -= 1


def turn():
    global stopped
    now = time.monotonic()
    wait = max(0, min(due[0][0] - now, 0.05)) if due else 0.05
    for key, _ in selector.select(wait):
        if key.data is None:
            sys.stdin.readline()
            selector.unregister(sys.stdin)
            stopped = time.monotonic()
        else:
            key.data.readable()
    now = time.monotonic()
    while due and due[0][0] <= now:
        _, _, peer = heapq.heappop(due)
        if peer.socket is not None:
            peer.act(now)


selector.register(sys.stdin, selectors.EVENT_READ, None)
for kind, (_, number) in KINDS.items():
    for _ in range(number):
        Peer(kind)
        if alive % 10 == 0:
            turn()
print('connected', flush=True)
while alive:
    turn()
for kind, all_lives in lives.items():
    print(kind, len(all_lives), f'{max(all_lives, default=0):.1f}')
print('last', f'{time.monotonic() - stopped:.1f}', flush=True)
