"""Several namespaces over one connection."""

import asyncio

from client import Client, report


async def main():
    client = Client()
    namespaces = ["/", "/adm", "/dyn-42"]
    client.listen("auth", namespace="/adm")
    client.listen("disconnect", namespace="/dyn-42")
    await client.connect(*namespaces, auth={"token": "t"})
    report("distinct ids", len({client.sio.eio.sid, *map(client.sio.get_sid, namespaces)}))

    await client.emit("auth", namespace="/adm")
    report("auth", *await client.next("auth", "/adm"))
    report("ack", await client.ask("ack", "dyn", namespace="/dyn-42"))

    await client.emit("bye", namespace="/dyn-42")
    report("left", *await client.next("disconnect", "/dyn-42"))
    report("others stay", await client.ask("ack", "root"), await client.ask("ack", "adm", namespace="/adm"))
    await client.disconnect()


asyncio.run(main())
