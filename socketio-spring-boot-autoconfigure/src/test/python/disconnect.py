"""Who ends a connection, and what the client is told."""

import asyncio

from client import Client, report


async def main():
    for event in ("bye", "byebye"):
        client = Client(reconnection=False)
        client.listen("disconnect")
        await client.connect()
        await client.emit(event)
        report(event, *await client.next("disconnect"))
    client = Client()
    client.listen("disconnect")
    await client.connect()
    await client.disconnect()
    report("left", *await client.next("disconnect"))


asyncio.run(main())
