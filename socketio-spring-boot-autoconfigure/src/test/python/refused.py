"""What a client is told that may not enter."""

import asyncio

from client import Client, report


async def main():
    for namespace in ("/deny", "/denyd", "/nowhere"):
        client = Client()
        client.listen("connect_error", namespace=namespace)
        await client.connect(namespace, wait=False)
        report(namespace, *await client.next("connect_error", namespace))
        await client.disconnect()


asyncio.run(main())
