"""Two members of a room and one who is not: who gets what."""

import asyncio

from client import Client, report


async def main():
    ann, bob, eve = clients = [Client(), Client(), Client()]
    for client in clients:
        client.listen("room-msg")
        await client.connect()
    await ann.ask("join", "lobby")
    await bob.ask("join", "lobby")

    await ann.emit("room", "lobby", "hello", {"from": "ann"})
    report("bob", *await bob.next("room-msg"))
    for client in (ann, eve):
        await bob.emit("room", client.sio.get_sid(), "psst")
    # Had they got what was said in the room, it would be here before this.
    report("ann", *await ann.next("room-msg"))
    report("eve", *await eve.next("room-msg"))
    for client in clients:
        await client.disconnect()


asyncio.run(main())
