"""What the server sends while it lets a client in."""

import asyncio

from client import Client, report


async def main():
    client = Client()
    client.listen("connect", "before-connect", "welcome", namespace="/greet")
    await client.connect("/greet")
    for event in ("connect", "before-connect", "welcome"):
        report(event, *await client.next(event, "/greet"))
    await client.disconnect()


asyncio.run(main())
