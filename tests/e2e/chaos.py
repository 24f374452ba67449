"""A bad link: a TCP proxy between browser and server that can be cut, stalled and slowed down."""

import contextlib
import socket
import threading
import time


class ChaosProxy:
    """Passes bytes on to a port of this machine, for as long as it is told to."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.delay = 0.0
        self._flows = threading.Event()
        self._flows.set()
        self._is_up = True
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def down(self) -> None:
        """Cut every connection and refuse new ones."""
        self._is_up = False
        self._cut()

    def up(self) -> None:
        """Let everything through again, also what hung."""
        self._is_up = True
        self._flows.set()

    def hang(self) -> None:
        """Keep connections open and pass nothing on, as a phone in a lift does."""
        self._flows.clear()

    def close(self) -> None:
        self._is_up = False
        self._flows.set()
        _shut(self._listener)
        self._cut()

    def _cut(self) -> None:
        with self._lock:
            for end in list(self._open):
                _shut(end)
            self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._is_up:
                _shut(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                _shut(near)
                continue
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                time.sleep(self.delay)
                sink.sendall(data)
        _shut(source)
        _shut(sink)
        with self._lock:
            self._open -= {source, sink}


def _shut(end: socket.socket) -> None:
    # close() alone leaves a thread that waits in recv() waiting.
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
