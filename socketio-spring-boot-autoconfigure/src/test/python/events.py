"""Events, acknowledgements and binary values, each way."""

import asyncio

from client import Client, kind, report

BYTES = bytes([0, 1, 2, 3, 255])
LARGE = bytes([7]) * 100_000
VALUES = ("text", 1, -0.5, True, None, {"nested": {"list": [1, "ü", "😀", "\0\u2028"]}}, [], {}, "")


async def main():
    client = Client()
    client.listen("echo-back", "disconnect")
    await client.connect()

    async def echo(*values):
        await client.emit("echo", *values)
        return await client.next("echo-back")

    report("echo", await echo(*VALUES) == VALUES)
    report("no arguments", *await echo())
    report("ack", *await client.ask("ack", "a", {"b": 2}))
    report("empty ack", await client.ask("ack"))
    # The other client gives each message a thread, so that attachments may overtake their packet.
    if kind == "asyncio":
        first, second, third = await echo(BYTES, {"deep": [LARGE]}, b"")
        report("binary", first.hex(), second["deep"][0] == LARGE, third.hex())
        report("binary ack", (await client.ask("ack", {"file": BYTES}))["file"].hex())

    for answer in ({"answered": 1}, BYTES):
        client.listen("question", answer=answer)
        await client.emit("ask", "what?")
        report("question", *await client.next("question"))
    # The server ends this once it has the answers.
    await client.next("disconnect")


asyncio.run(main())
