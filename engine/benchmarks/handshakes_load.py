"""Makes one connection after another to a server with TLS, each with a full handshake and one request, for compare.sh.

    handshakes_load.py PORT SECONDS PROCESSES PID...

Prints the connections a second, and those in a second of the processor time of the server, whose processes the last arguments
are. TLS 1.3 alone; a session that was resumed or an answer that is not right is an error.
"""
import os, socket, ssl, struct, sys, time

PORT, SECONDS, PROCESSES, PIDS = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
REQUEST = b'GET /1k.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
BODY = 1024

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.minimum_version = ssl.TLSVersion.TLSv1_3
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def connect():
    with context.wrap_socket(socket.create_connection(('127.0.0.1', PORT))) as connection:
        assert not connection.session_reused, 'a session was resumed'
        connection.sendall(REQUEST)
        answer = b''
        while more := connection.recv(65536):
            answer += more
    assert answer.startswith(b'HTTP/1.1 200') and len(answer.partition(b'\r\n\r\n')[2]) == BODY, answer[:200]


def work(begin):
    done = 0
    time.sleep(max(0, begin - time.monotonic()))
    while True:
        connect()
        if time.monotonic() > begin + SECONDS:
            return done
        done += 1


def processor_time():
    ticks = 0
    for pid in PIDS:
        ticks += sum(map(int, open(f'/proc/{pid}/stat').read().rpartition(')')[2].split()[11:13]))
    return ticks / os.sysconf('SC_CLK_TCK')


before = processor_time()
begin = time.monotonic() + 0.3 # by then all processes are there
pipes = []
for _ in range(PROCESSES):
    ours, theirs = os.pipe()
    if not os.fork():
        os.write(theirs, struct.pack('q', work(begin)))
        os._exit(0)
    os.close(theirs)
    pipes.append(ours)
done = [os.read(pipe, 8) for pipe in pipes]
if not all(done):
    sys.exit('a process has failed')
used = processor_time() - before
connections = sum(struct.unpack('q', each)[0] for each in done)
print(f'{connections / SECONDS:.1f} {connections / used:.1f}')
