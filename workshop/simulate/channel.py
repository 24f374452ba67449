"""The live half of the protocol: Socket.IO over one WebSocket.

python-socketio's client keeps several tasks, queues and a JSON parse for
every frame of every client; a thousand of them want more processor than the
server under test. What the protocol needs of Socket.IO 5 over Engine.IO 4
are five text frames, so they are spoken here directly:

    0{...}            server opens     3      our answer to its ping `2`
    40{...}           CONNECT          44{..} CONNECT refused
    42["stage",{...}] an event, whose time is taken before anything is parsed
"""

import time
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any

import aiohttp
import orjson

from workshop.simulate.problems import Refused, Unavailable

PATH = "/socket.io/?EIO=4&transport=websocket"
STAGE, TALLY = '42["stage",', '42["tally",'
_TIMEOUTS = aiohttp.ClientWSTimeout(ws_receive=60, ws_close=2)


async def connect(
    http: aiohttp.ClientSession, url: str, auth: dict[str, str]
) -> aiohttp.ClientWebSocketResponse:
    """Open the channel and be let in; raises Unavailable or Refused."""
    try:
        socket = await http.ws_connect(url.rstrip("/") + PATH, timeout=_TIMEOUTS, compress=0)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unavailable(f"no live channel ({error})") from error
    try:
        await _text(socket)
        await socket.send_str("40" + orjson.dumps(auth).decode())
        answer = await _text(socket)
        while answer == "2":
            await socket.send_str("3")
            answer = await _text(socket)
        if answer.startswith("44"):
            raise Refused(401, {"detail": orjson.loads(answer[2:] or "{}").get("message")})
        if not answer.startswith("40"):
            raise Unavailable(f"no live channel ({answer[:80]!r})")
    except BaseException:
        await socket.close()
        raise
    return socket


async def events(socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[tuple[float, str]]:
    """Yield each event as it came, with the moment it came; ends with the connection."""
    clock = time.perf_counter
    while True:
        try:
            message = await socket.receive()
        except (TimeoutError, OSError):
            return
        at = clock()
        if message.type is not aiohttp.WSMsgType.TEXT:
            return
        frame: str = message.data
        if frame == "2":
            await socket.send_str("3")
        elif frame.startswith("42"):
            yield at, frame
        elif frame.startswith(("41", "1")):
            return


@lru_cache(maxsize=16)
def content(frame: str) -> dict[str, Any]:
    """Return what an event carries; a frame that a thousand clients get is parsed once."""
    return orjson.loads(frame[2:])[1]


async def _text(socket: aiohttp.ClientWebSocketResponse) -> str:
    try:
        message = await socket.receive()
    except (TimeoutError, OSError) as error:
        raise Unavailable(f"no live channel ({error})") from error
    if message.type is not aiohttp.WSMsgType.TEXT:
        raise Unavailable("the live channel was closed")
    return message.data
