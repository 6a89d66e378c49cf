"""Clients of a server with TLS that shake hands all at once, for handshakes.sh: some stop in the middle of it, and wait to be
cut off; the others finish, ask for a file, and come again.

    handshake_peers.py PORT STALLED FINISHING PAUSE

Connects all of them and prints `connected`. Whoever is cut off comes back at once, and who is done after PAUSE seconds on the
average, until a line comes in on standard input; from then on nobody does. When the last one is gone it prints, for each kind, how many came to an end, and the longest
and the median life in seconds, and how long after that line the last one of all was there. None resumes a session. Half of
each kind wants the certificate of rsa.localhost, half of those speaks TLS 1.2.
"""
import heapq, itertools, random, selectors, socket, ssl, statistics, sys, time

PORT, STALLED, FINISHING = map(int, sys.argv[1:4])
PAUSE = float(sys.argv[4])
REQUEST = b'GET /1k.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
STALLS = ('half', 'hello', 'last')  # in half of the first record; before the second flight; a byte before its end
KINDS = (*STALLS, 'full')

selector = selectors.DefaultSelector()
due = []
lives = {kind: [] for kind in KINDS}
alive = 0
stopped = None


def context(version):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version = made.maximum_version = version
    return made


CONTEXTS = [context(version) for version in (ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2)]
NAMES = ('localhost', 'rsa.localhost')
forms = itertools.cycle(itertools.product(CONTEXTS, NAMES))


class Peer:
    def __init__(self, kind):
        global alive
        alive += 1
        self.kind = kind
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(('127.0.0.1', PORT))
        self.socket.setblocking(False)
        self.since = time.monotonic()
        self.flights = 0
        self.stalled = self.shaken = False
        self.answer = b''
        self.received, self.to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        context, name = next(forms)
        self.tls = context.wrap_bio(self.received, self.to_send, server_hostname=name)
        selector.register(self.socket, selectors.EVENT_READ, self)
        self.go_on()

    def readable(self):
        try:
            data = self.socket.recv(65536)
            if not data:
                return self.gone()
            if not self.stalled:
                self.received.write(data)
                self.go_on()
        except BlockingIOError:
            pass
        except (ConnectionError, ssl.SSLEOFError):
            self.gone()

    def go_on(self):
        try:
            if not self.shaken:
                self.tls.do_handshake()
                self.shaken = True
                if self.kind == 'full':
                    self.tls.write(REQUEST)
            if self.kind == 'full':
                while more := self.tls.read():
                    self.answer += more
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            pass
        if self.to_send.pending:
            self.send(self.to_send.read())

    def send(self, flight):
        self.flights += 1
        if self.kind == 'half':
            flight = flight[:len(flight) // 2]
        elif self.kind == 'last' and self.flights == 2:
            flight = flight[:-1]
        self.stalled = self.flights == {'half': 1, 'hello': 1, 'last': 2}.get(self.kind)
        self.socket.send(flight)  # little enough for an empty socket

    def gone(self):
        global alive
        if self.kind == 'full':
            assert self.answer.startswith(b'HTTP/1.1 200'), self.answer[:100]
        else:
            assert self.stalled, 'cut off before it stalled'
        lives[self.kind].append(time.monotonic() - self.since)
        selector.unregister(self.socket)
        self.socket.close()
        if stopped is not None:
            alive -= 1
        elif self.kind == 'full' and PAUSE:
            heapq.heappush(due, (time.monotonic() + random.uniform(0, 2 * PAUSE), id(self), self))
        else:
            self.connect()


def turn():
    global stopped, alive
    wait = max(0, due[0][0] - time.monotonic()) if due else 1
    for key, _ in selector.select(wait):
        if key.data is None:
            sys.stdin.readline()
            selector.unregister(sys.stdin)
            stopped = time.monotonic()
            alive -= len(due)
            due.clear()
        else:
            key.data.readable()
    while due and due[0][0] <= time.monotonic():
        heapq.heappop(due)[2].connect()


for i in range(STALLED):
    Peer(STALLS[i % len(STALLS)])
for _ in range(FINISHING):
    Peer('full')
selector.register(sys.stdin, selectors.EVENT_READ, None)
print('connected', flush=True)
while alive:
    turn()
for kind, all_lives in lives.items():
    print(kind, len(all_lives), f'{max(all_lives, default=0):.1f} {statistics.median(all_lives or [0]):.3f}')
print('gone', f'{time.monotonic() - stopped:.1f}', flush=True)
