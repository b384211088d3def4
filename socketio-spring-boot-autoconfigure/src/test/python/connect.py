"""Connects by the transports given, reports what carries the connection, and exchanges one event by it."""

import asyncio

from client import Client, report


async def main():
    client = Client()
    await client.connect()
    report("connect", len(client.sio.get_sid()))
    report("transport", client.sio.transport())
    report("ack", *await client.ask("ack", "still", "here"))
    await client.disconnect()


asyncio.run(main())
