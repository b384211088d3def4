"""Comes back after its connection has ended."""

import asyncio

from client import Client, report


async def main():
    client = Client(reconnection_delay=0.1, reconnection_delay_max=0.2)
    client.listen("connect", "disconnect")
    await client.connect()
    await client.next("connect")
    before = client.sio.get_sid()
    report("connected")
    await client.next("disconnect")
    report("disconnected")
    await client.next("connect")
    report("reconnected", client.sio.get_sid() != before, await client.ask("ack", "again"))
    await client.disconnect()


asyncio.run(main())
