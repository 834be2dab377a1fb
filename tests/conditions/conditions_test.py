"""The program under bad conditions, as README.md says.

Usage: python3 tests/conditions/conditions_test.py PROGRAM
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "protocol"))
import record  # noqa: E402  (its Visitor speaks the protocol)

PROGRAM = ""
TOWN = os.path.join(HERE, "..", "town")
PATIENCE_S = 60
NOBODY = 65534
SMALL_DISK = "6m"


def wait_until(is_so, what):
    for _ in range(PATIENCE_S * 20):
        if found := is_so():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {what}")


class Server:
    def __init__(self, data, web):
        command = [PROGRAM, "serve", "--data", data, "--web", web, "--port", "0"]
        self.guests = []
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        first = self.process.stdout.readline()
        opened = re.search(r"127\.0\.0\.1:(\d+)", first)
        assert opened, f"the server did not open: {first}{self.said()}"
        self.port = int(opened.group(1))

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def get(self, path):
        """Status and body."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE_S)
        for socket in self.guests:
            socket.close()
        self.process.stdout.close()
        self.log.close()
        return code


class Guest:
    """Somebody who says numbered texts and keeps the answers."""

    def __init__(self, server):
        self.heard = []
        self.visitor = record.Visitor("127.0.0.1", server.port, "guest", self.heard)
        server.guests.append(self.visitor.socket)
        wait_until(lambda: self.messages("welcome"), "the welcome")

    def messages(self, kind):
        self.visitor.read()
        texts = [line[7:] for line in self.heard if line.startswith("< text ")]
        return [m for m in map(json.loads, texts) if m["type"] == kind]

    def frames(self):  # of the crowd: kind 24
        self.visitor.read()
        return sum(line.startswith("< binary 18") for line in self.heard)

    def say(self, nonce):
        """True when it was called durable, else the reason that was given."""
        self.visitor.say(type="say", nonce=nonce, scope="space", to=0, text=f"text {nonce}")

        def answer():
            if any(said["nonce"] == nonce for said in self.messages("said")):
                return True
            return next((r["reason"] for r in self.messages("refused") if r["nonce"] == nonce), None)

        return wait_until(answer, f"the answer to text {nonce}")


class BadConditions(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.mkdtemp(prefix="yuancheng-conditions-")
        self.addCleanup(shutil.rmtree, self.work, ignore_errors=True)
        os.chmod(self.work, 0o755)
        self.web = os.path.join(self.work, "web")
        os.mkdir(self.web)
        with open(os.path.join(self.web, "index.html"), "w", encoding="utf-8") as page:
            page.write("<title>a page</title>")
        self.data = os.path.join(self.work, "data")
        self.server = None
        self.addCleanup(lambda: self.server and self.server.process.kill())

    def settle(self):
        """A town in the data folder."""
        done = subprocess.run([PROGRAM, "import", TOWN, "--data", self.data], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def open(self):
        self.server = Server(self.data, self.web)
        return self.server

    def close(self):
        self.assertEqual(self.server.stop(), 0)
        self.server = None

    def refuses(self, code, *parts, command=("serve",), **how):
        """The program ends with this code and one line that holds the parts."""
        arguments = [PROGRAM, *command, "--data", self.data]
        if command == ("serve",):
            arguments += ["--web", self.web, "--port", "0"]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False,
                              timeout=PATIENCE_S, **how)
        lines = [line for line in done.stderr.splitlines() if line.startswith("yuancheng: ")]
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(lines), 1, done.stderr)
        for part in parts:
            self.assertIn(part, lines[0])

    def texts(self):
        with sqlite3.connect(os.path.join(self.data, "city.db")) as database:
            return {text for (text,) in database.execute("SELECT text FROM vault")}

    def verify(self):
        done = subprocess.run([PROGRAM, "verify", "--data", self.data], capture_output=True,
                              text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def blob_file(self, suffix):
        for folder, _, names in os.walk(os.path.join(self.data, "blobs")):
            for name in sorted(names):
                if name.endswith(suffix):
                    return os.path.join(folder, name)
        raise AssertionError(f"no blob *{suffix}")

    def damage(self, path, at):
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(b"no longer what it was")

    # --- corrupt -----------------------------------------------------------------------------

    def test_a_database_that_is_none(self):
        self.settle()
        self.damage(os.path.join(self.data, "city.db"), 0)
        self.refuses(3, "city.db", "restore")

    def test_a_database_with_a_damaged_page_is_found_by_verify(self):
        self.settle()
        path = os.path.join(self.data, "city.db")
        with open(path, "r+b") as file:
            for page in range(1, os.path.getsize(path) // 4096):
                file.seek(page * 4096)
                file.write(b"\xff" * 64)
        self.refuses(3, "city.db", "restore")
        self.assertEqual(self.verify()[0], 3)

    def test_a_tile_that_is_corrupt_is_not_served_and_the_city_stays_open(self):
        self.settle()
        path = self.blob_file(".glb")
        self.damage(path, 40)
        code, said = self.verify()
        self.assertEqual(code, 3)
        self.assertIn(os.path.basename(path)[:16], said)
        server = self.open()
        self.assertEqual(server.get(f"/blob/{os.path.basename(path)}")[0], 404)
        self.assertIn("blob_unreadable", server.said())
        self.assertEqual(server.get("/api/manifests/city")[0], 200)
        self.assertIs(Guest(server).say(1), True)
        self.close()

    def test_a_collision_mesh_that_is_corrupt_keeps_the_city_shut(self):
        self.settle()
        path = self.blob_file(".ycc")
        self.damage(path, 40)
        self.refuses(3, os.path.basename(path)[:16], "import")

    def test_a_folder_of_a_newer_version(self):
        self.settle()
        with sqlite3.connect(os.path.join(self.data, "city.db")) as database:
            database.execute("PRAGMA user_version = 999")
        self.refuses(3, "newer version", "install that version again")
        self.refuses(3, "newer version", command=("verify",))

    def test_a_backup_that_is_corrupt_restores_nothing(self):
        self.settle()
        backup = os.path.join(self.work, "city.backup")
        subprocess.run([PROGRAM, "backup", backup, "--data", self.data], check=True,
                       capture_output=True)
        self.damage(backup, os.path.getsize(backup) // 2)
        self.data = os.path.join(self.work, "restored")
        self.refuses(3, "backup is damaged", "another copy", command=("restore", backup))
        self.assertFalse(os.path.exists(os.path.join(self.data, "city.db")))

    # --- rights ------------------------------------------------------------------------------

    def test_a_folder_without_rights(self):
        self.settle()
        os.chmod(self.data, 0o500)
        self.addCleanup(os.chmod, self.data, 0o700)
        how = {}
        if os.geteuid() == 0:  # whom rights do not stop; and nobody may not look where we build
            program = shutil.copy(PROGRAM, self.work)
            how = {"executable": program, "user": NOBODY, "group": NOBODY, "extra_groups": []}
        self.refuses(3, self.data, "right to write", **how)

    def test_what_it_writes_is_for_its_user_alone(self):
        self.settle()
        self.open()
        self.close()
        backup = os.path.join(self.work, "city.backup")
        subprocess.run([PROGRAM, "backup", backup, "--data", self.data], check=True,
                       capture_output=True)
        written = [self.data, backup]
        for folder, folders, names in os.walk(self.data):
            written += [os.path.join(folder, name) for name in folders + names]
        for path in written:
            self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)

    # --- full --------------------------------------------------------------------------------

    def mount_small_disk(self):
        """False where this may not be done."""
        disk = os.path.join(self.work, "disk")
        os.mkdir(disk)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", disk]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            return False
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        self.data = os.path.join(disk, "data")
        return True

    def fill(self):
        filler = os.path.join(os.path.dirname(self.data), "filler")
        with open(filler, "wb", buffering=0) as file:
            for size in (1 << 16, 1 << 10, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue
        return filler

    def test_a_disk_that_is_full_before_the_start(self):
        if not self.mount_small_disk():
            self.skipTest("no right to mount a small disk")
        self.settle()
        filler = self.fill()
        self.refuses(3, "full", "free space")
        os.remove(filler)
        self.open()
        self.close()
        self.assertEqual(self.verify()[0], 0)

    def test_a_disk_that_fills_up_while_people_talk(self):
        if not self.mount_small_disk():
            self.skipTest("no right to mount a small disk")
        self.settle()
        server = self.open()
        guest = Guest(server)
        acknowledged = set()
        self.assertIs(guest.say(1), True)
        acknowledged.add("text 1")
        filler = self.fill()
        nonce = 2
        while (answer := guest.say(nonce)) is True:  # the rest of a page, a little that was kept
            acknowledged.add(f"text {nonce}")
            nonce += 1
            time.sleep(1)
        self.assertEqual(answer, "not_durable")
        self.assertNotIn(self.work, json.dumps(guest.messages("refused")), "a path of the server")
        before = guest.frames()
        self.assertEqual(server.get("/api/manifests/city")[0], 200)
        status, why = server.get("/readyz")
        self.assertEqual((status, json.loads(why)["reason"]), (503, "not_durable"))
        wait_until(lambda: guest.frames() > before, "the next frame on a full disk")
        os.remove(filler)
        wait_until(lambda: server.get("/readyz")[0] == 200, "ready when there is room")
        self.assertIs(guest.say(nonce + 1), True)
        acknowledged.add(f"text {nonce + 1}")
        self.close()
        self.assertEqual(self.verify()[0], 0)
        self.assertLessEqual(acknowledged, self.texts())


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
