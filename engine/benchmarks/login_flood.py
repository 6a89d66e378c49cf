"""A flood of wrong log-ins from 127.0.0.2, for logins.sh.

    login_flood.py PORT RATE

Prints `connected`, and asks for a file so often a second, each time with another password, until a line comes in on standard
input. Then it waits for what is outstanding, and prints what was answered: `asked NUMBER SECONDS`, then `STATUS NUMBER` for each
status, `lost NUMBER` for no answer, and `banned SECONDS`, which is when the first 429 came.
"""
import base64, collections, selectors, socket, sys, time

PORT, RATE = int(sys.argv[1]), int(sys.argv[2])
TICK = 0.01
PATIENCE = 5.0
MOST = 4000

selector = selectors.DefaultSelector()
idle = []
waiting = set()
answers = collections.Counter()
asked = 0
banned = None


class Connection:
    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind(('127.0.0.2', 0))
        self.socket.connect(('127.0.0.1', PORT))
        self.socket.setblocking(False)
        self.got = b''
        selector.register(self.socket, selectors.EVENT_READ, self)

    def ask(self, number):
        password = base64.b64encode(b'anna:guess%d' % number)
        waiting.add(self)
        try:
            self.socket.send(b'GET /1k.txt HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\nAuthorization: Basic '
                             + password + b'\r\n\r\n')
        except OSError:
            self.lose()

    def readable(self):
        try:
            data = self.socket.recv(65536)
        except OSError:
            data = b''
        if not data:
            return self.lose()
        self.got += data
        head, end, body = self.got.partition(b'\r\n\r\n')
        length = int(head.split(b'Content-Length: ')[1].split(b'\r\n')[0]) if end else 0
        if end and len(body) >= length:
            self.answered(head[9:12].decode(), b'Connection: close' in head)

    def answered(self, status, last):
        global banned
        answers[status] += 1
        if status == '429' and banned is None:
            banned = time.monotonic() - begun
        waiting.discard(self)
        self.got = b''
        if last:
            self.close()
        else:
            idle.append(self)

    def lose(self):
        if self in waiting:
            answers['lost'] += 1
            waiting.discard(self)
        elif self in idle:
            idle.remove(self)
        self.close()

    def close(self):
        selector.unregister(self.socket)
        self.socket.close()


def look(seconds):
    for key, _ in selector.select(max(0, seconds)):
        if key.data is None:
            return True
        key.data.readable()
    return False


selector.register(sys.stdin, selectors.EVENT_READ, None)
print('connected', flush=True)
begun = time.monotonic()
stopped = False
while not stopped:
    due = int((time.monotonic() - begun) * RATE)
    while asked < due and len(waiting) < MOST:
        (idle.pop() if idle else Connection()).ask(asked)
        asked += 1
    stopped = look(TICK)
seconds = time.monotonic() - begun
selector.unregister(sys.stdin)
end = time.monotonic() + PATIENCE
while waiting and time.monotonic() < end:
    look(0.1)
answers['lost'] += len(waiting)
print(f'asked {asked} {seconds:.3f}')
for status, count in answers.items():
    print(status, count)
print(f'banned {-1 if banned is None else banned:.3f}', flush=True)
