"""What the scripts share: their arguments, the two clients of the package, and reporting."""

import asyncio
import json
import logging
import sys
from collections import defaultdict

import socketio

url, kind, *args = sys.argv[1:]

# Longer than anything takes here, and shorter than the test waits.
PATIENCE = 20

# The client leaves HTTP sessions to the garbage collector, and aiohttp reports it.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def report(name, *values):
    """Writes one JSON line, which the test reads."""
    print(json.dumps([name, *values]), flush=True)


class Client:
    """A connection by the client with asyncio, or by the one with threads, to be used in the same way."""

    def __init__(self, **options):
        self.loop = asyncio.get_running_loop()
        self.sio = {"asyncio": socketio.AsyncClient, "threads": socketio.Client}[kind](**options)
        self.received = defaultdict(asyncio.Queue)

    def listen(self, *events, namespace="/", answer=None):
        """Keeps the events of these names; whoever asks for an acknowledgement gets the answer."""
        for event in events:
            self.sio.on(event, self._keeper(namespace, event, answer), namespace)

    def _keeper(self, namespace, event, answer):
        def keep(*values):
            queue = self.received[namespace, event]
            self.loop.call_soon_threadsafe(queue.put_nowait, values)
            return answer

        return keep

    async def next(self, event, namespace="/"):
        """The arguments of the next event of that name."""
        return await asyncio.wait_for(self.received[namespace, event].get(), PATIENCE)

    async def connect(self, *namespaces, wait=True, **options):
        await self._run(
            self.sio.connect, url, transports=args[0].split(","), namespaces=list(namespaces or ["/"]),
            wait=wait, wait_timeout=PATIENCE, **options)

    async def emit(self, event, *values, namespace="/"):
        await self._run(self.sio.emit, event, values, namespace)

    async def ask(self, event, *values, namespace="/"):
        """Emits and waits for the acknowledgement: nothing, one value, or a tuple of them."""
        return await self._run(self.sio.call, event, values, namespace, PATIENCE)

    async def disconnect(self):
        # The client never writes its goodbye if it leaves while a POST is under way.
        await self._run(self.sio.eio.queue.join)
        await self._run(self.sio.disconnect)

    async def _run(self, method, *values, **options):
        if kind == "asyncio":
            return await method(*values, **options)
        return await asyncio.to_thread(method, *values, **options)
