"""Records what one visitor of a running server says and hears, for decode.py to read.

Usage: python3 tests/protocol/record.py HOST PORT FILE [seconds]

More visitors come, walk, talk, wave and hold up their hands: as many as make a crowd that is told by cells.
One line a message: direction ("<" to the client, ">" to the server), "text" or "binary", then the text
or hexadecimal bytes.
"""

import json
import os
import socket
import struct
import sys
import time


class Visitor:
    def __init__(self, host, port, name, log=None, place=""):
        self.log = log
        self.socket = socket.create_connection((host, port))
        self.socket.sendall(
            f"GET /ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]
        self.socket.setblocking(False)
        self.welcome = None
        self.sequence = 0
        self.time_ms = 0
        self.say(type="hello", protocol=4, name=name, look="0", token="", device_hint="",
                 language="en", place=place, space="")

    def write(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else struct.pack(
            ">BBH", 0x80 | opcode, 0x80 | 126, size)
        body = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        self.socket.sendall(head + mask + body)

    def say(self, **message):
        text = json.dumps(message, ensure_ascii=False)
        self.note(">", "text", text)
        self.write(1, text.encode())

    def send(self, frame):
        self.note(">", "binary", frame.hex())
        self.write(2, frame)

    def note(self, direction, kind, data):
        if self.log is not None:
            self.log.append(f"{direction} {kind} {data}")

    def read(self):
        try:
            while chunk := self.socket.recv(65536):
                self.buffer += chunk
        except BlockingIOError:
            pass
        while len(self.buffer) >= 2:
            size, at = self.buffer[1] & 0x7F, 2
            if size == 126 and len(self.buffer) >= 4:
                size, at = struct.unpack(">H", self.buffer[2:4])[0], 4
            if len(self.buffer) < at + size:
                return
            opcode, payload = self.buffer[0] & 15, self.buffer[at : at + size]
            self.buffer = self.buffer[at + size :]
            if opcode == 1:
                message = json.loads(payload)
                if message["type"] == "welcome":
                    self.welcome = message
                # A token is somebody's way back in: not for a file.
                noted = {**message, "token": ""} if "token" in message else message
                self.note("<", "text", json.dumps(noted, ensure_ascii=False, sort_keys=True))
            elif opcode == 2:
                self.note("<", "binary", payload.hex())

    def pose(self, dx, dz):
        x, y, z = self.welcome["x"] + dx, self.welcome["y"], self.welcome["z"] + dz
        cell_x, cell_z = int(x // 64), int(z // 64)
        self.sequence += 1
        self.time_ms += 50
        self.send(struct.pack("<BHIhhHHHHbBbb", 4, self.sequence, self.time_ms, cell_x, cell_z,
                              int((x - cell_x * 64) * 1024), int((z - cell_z * 64) * 1024),
                              round((y + 128) * 64), 0, 0, 1, 16 if dx > 0 else -16, 0))

    def hands(self):
        part = struct.pack("<hhhbbbb", 0, 1600, 0, 0, 0, 0, 127)
        self.send(bytes([2]) + part * 3 + bytes([7]))


CROWD = 60


def main(host, port, path, seconds=3.0):
    log = []
    me = Visitor(host, int(port), "记录者", log)
    others = [Visitor(host, int(port), f"walker {i}") for i in range(CROWD)]
    everyone = [me, *others]
    while any(v.welcome is None for v in everyone):
        for visitor in everyone:
            visitor.read()
        time.sleep(0.01)
    for step in range(int(float(seconds) * 20)):
        for i, visitor in enumerate(everyone):
            if i < 3 or step % 20 == i % 20:
                visitor.pose(0.05 * (step % 20) * (1 if i % 2 else -1), 0)
            visitor.read()
        others[0].hands()
        if step == 10:
            others[1].say(type="say", nonce=1, scope="near", to=0, text="你好, hello")
            me.say(type="say", nonce=2, scope="space", to=0, text="to everyone")
            me.say(type="ping", sent_ms=1234.5)
            me.say(type="find_people", text="WALK", after=0)
            others[1].say(type="emote", emote="wave")
        if step == 20:
            me.say(type="teleport", place="nowhere", handle=0)
            me.say(type="light_lantern", lantern="no such lantern")
        if step == 30:
            me.pose(300, 300)  # refused: a correction follows
            others[1].say(type="leave")
        if step == 40:
            me.say(type="teleport", place="", handle=others[0].welcome["you"]["handle"])
        time.sleep(0.05)
    me.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(log) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
