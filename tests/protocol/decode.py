"""A decoder written from docs/protocol.md alone; reads a recorded session to the last byte.

Usage: python3 tests/protocol/decode.py FILE

Fails when a byte is left over, a field is missing or out of its range, or a kind of message that the
recording must hold is not in it.
"""

import json
import struct
import sys

POSITION = "hhHHH"  # cell_x, cell_z, offset_x, offset_z, height
HANDS = ("hhhbbbb" * 3) + "B"

# kind: (name, header after the kind byte, record or None)
TO_SERVER = {
    4: ("pose", "<HI" + POSITION + "HbBbb", None),
    2: ("hands_pose", "<" + HANDS, None),
    3: ("voice", "<HB", None),
}
TO_CLIENT = {
    24: ("crowd", "<IHH", "<HBB" + POSITION + "BbbbB"),
    27: ("crowd_cells", "<IhhH", "<HBBBB"),
    26: ("looks", "<H", "<HBIH"),
    17: ("correction", "<IH" + POSITION + "HB", None),
    18: ("hands", "<IH", "<H" + HANDS),
    19: ("voices", "<HB", "<HHBH"),
}

TEXT_FIELDS = {
    "hello": {"protocol", "name", "look", "token", "device_hint", "language", "place", "space"},
    "say": {"nonce", "scope", "to", "text"},
    "caption": {"text"},
    "emote": {"emote"},
    "teleport": {"place", "handle"},
    "travel": {"space", "place", "portal"},
    "arrived": set(),
    "stay": set(),
    "light_lantern": {"lantern"},
    "find_people": {"text", "after"},
    "ping": {"sent_ms"},
    "leave": set(),
    "welcome": {"protocol", "you", "token", "space", "tick", "tick_hz", "x", "y", "z", "yaw",
                "city_hour", "day_length_s", "people", "lanterns", "portals", "title", "may"},
    "queued": {"space", "place"},
    "portals": {"portals"},
    "refused": {"nonce", "reason", "cause", "remedy", "closing", "retry_after_s"},
    "people": {"seen", "gone", "total"},
    "found_people": {"text", "after", "found", "blocked", "matches", "next"},
    "heard": {"from", "name", "scope", "text", "unix_ms"},
    "captioned": {"from", "text"},
    "said": {"nonce"},
    "lantern_lit": {"lantern", "all"},
    "lanterns_dark": set(),
    "moved": {"x", "y", "z", "yaw"},
    "sanctioned": {"act", "reason", "minutes"},
    "pong": {"sent_ms", "tick", "tick_fraction", "city_hour"},
}
PERSON = {"handle", "generation", "name", "look", "moderator"}


def metres(cell_x, cell_z, offset_x, offset_z, height):
    return cell_x * 64 + offset_x / 1024, height / 64 - 128, cell_z * 64 + offset_z / 1024


class Session:
    def __init__(self):
        self.seen = {}  # kind or type -> count
        self.last_tick = -1
        self.names = {}
        self.spawn = None

    def binary(self, direction, data):
        name, header, record = (TO_SERVER if direction == ">" else TO_CLIENT)[data[0]]
        self.seen[name] = self.seen.get(name, 0) + 1
        at = 1 + struct.calcsize(header)
        fields = struct.unpack(header, data[1:at])
        packets = 0  # bytes of the tail
        if name == "crowd_cells":
            self.origin = fields[1:3]
            self.cell = self.before = None
        if record is not None:
            size = struct.calcsize(record)
            for _ in range(fields[-1]):
                values = struct.unpack(record, data[at : at + size])
                self.record(name, values)
                packets += values[-1] if name == "voices" else 0
                at += size
        if name == "voice":
            packets = len(data) - at
            assert 1 <= packets <= 400, "voice: no Opus packet of this size"
        at += packets
        assert at == len(data), f"{name}: {len(data) - at} bytes left over"
        if name == "crowd":
            assert fields[0] > self.last_tick, "two crowd frames of one tick"
            self.last_tick = fields[0]
        if name == "correction":
            assert 1 <= fields[-1] <= 6, "correction: unknown cause"

    def record(self, frame, fields):
        assert fields[0] >= (0 if frame in ("voices", "crowd_cells") else 1), "handle 0 is nobody"
        if frame == "crowd_cells":
            return self.of_cell(*fields)
        if frame == "crowd":
            assert fields[2] & 15 <= 4 and fields[2] >> 4 <= 7, "unknown gait or emote"
            x, _, z = metres(*fields[3:8])
            assert abs(x - self.spawn[0]) < 300 and abs(z - self.spawn[1]) < 300, "out of view"

    def of_cell(self, handle, x, z, yaw, pace):
        before, self.before = self.before, handle
        if handle == 65535:
            return self.detail(before, x + 256 * z, pace)
        assert before != 0, "a heading without its detail"
        if handle == 0:
            self.cell = (self.origin[0] + x, self.origin[1] + z)
            assert yaw == 0 and pace <= 4 * 64, "a heading out of range"
            return
        assert abs(self.cell[0] * 16 + x / 16 - self.spawn[0]) < 260, "out of view"
        assert abs(self.cell[1] * 16 + z / 16 - self.spawn[1]) < 260, "out of view"
        assert pace >> 4 <= 4, "unknown gait"
        assert pace & 15 == 0 or pace >> 4 in (1, 2, 3), "one who stands or sits and moves"

    def detail(self, of, height, emote):
        assert of not in (None, 65535), "a detail of nothing"
        assert abs(height / 64 - 128 - self.spawn[2]) < 100, "far above or below"
        assert emote <= (7 if of else 0), "unknown emote"

    def text(self, message):
        kind = message.pop("type")
        self.seen[kind] = self.seen.get(kind, 0) + 1
        assert set(message) == TEXT_FIELDS[kind], f"{kind}: {set(message) ^ TEXT_FIELDS[kind]}"
        if kind == "welcome":
            assert set(message["you"]) == PERSON
            assert 0 <= int(message["you"]["look"]) < 2**64
            self.spawn = (message["x"], message["z"], message["y"])
        if kind == "found_people":
            assert len(message["found"]) <= 50
            for person in message["found"]:
                assert set(person) == PERSON
                self.names[person["handle"]] = person["name"]
        if kind == "people":
            for handle in message["gone"]:
                self.names.pop(handle, None)
            for person in message["seen"]:
                assert set(person) == PERSON
                self.names[person["handle"]] = person["name"]


def main(path):
    session = Session()
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            direction, kind, data = line.rstrip("\n").split(" ", 2)
            try:
                if kind == "binary":
                    session.binary(direction, bytes.fromhex(data))
                else:
                    session.text(json.loads(data))
            except (AssertionError, KeyError, struct.error) as fault:
                sys.exit(f"{path}:{number}: {fault!r}")
    wanted = {"welcome", "people", "found_people", "said", "heard", "pong", "refused", "moved",
              "pose", "crowd", "crowd_cells", "looks", "correction", "hands"}
    if missing := wanted - set(session.seen):
        sys.exit(f"{path}: the recording lacks {sorted(missing)}")
    print(", ".join(f"{name} {count}" for name, count in sorted(session.seen.items())))


if __name__ == "__main__":
    main(sys.argv[1])
