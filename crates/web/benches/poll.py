#!/usr/bin/env python3
"""The feed under load: clients poll with their tags while papers come in and others misbehave.

    poll.py BINARY [--clients 200] [--seconds 60] [--papers 1200]

Half of the papers is in the archive at the beginning; the others come in by one ingest after the other. Each client keeps its
connection and polls once a second. Prints the times of all answers, and the server's memory.
"""
import argparse
import asyncio
import pathlib
import random
import subprocess
import sys
import tempfile
import time

# Seconds between two ingests: so often one long ingest commits what it has read.
PAUSE = 3
QUESTIONS = ["", "?role=deadline,meeting", "?q=frist:2022", "?organisation=Region+Midtjylland", "?kind=h%C3%B8ring"]


def papers(folder, first, last):
    """Made-up hearings with a deadline and a meeting each."""
    random.seed(first)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, last):
        day, month = random.randint(1, 28), random.choice(["april", "maj", "juni", "august"])
        text = (
            f"Høring om sag nr. {number}: {random.choice(['stier', 'diger', 'havne', 'broer'])}\n\nDato: 1. marts 2022\n\n"
            f"Region Midtjylland sender forslag {number} i høring. Høringssvar sendes senest den {day}. {month} 2022.\n"
            f"Der holdes møde om forslag {number} den {random.randint(1, 28)}. september 2022 kl. 10.\n"
        )
        (folder / f"{number}.txt").write_text(text)


async def answer(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
    await reader.readexactly(int(fields.get("content-length", 0)))
    return int(head.split(b" ", 2)[1]), fields


async def client(number, port, token, until, times, codes):
    """Polls until the end, and notes how long each answer took."""
    await asyncio.sleep(random.random())
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    tag = '"none"'
    while time.monotonic() < until:
        begun = time.perf_counter()
        question = QUESTIONS[number % len(QUESTIONS)]
        writer.write(f"GET /{token}/calendar.ics{question} HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n\r\n".encode())
        code, fields = await answer(reader)
        times.append((time.perf_counter() - begun, code))
        codes[code] = codes.get(code, 0) + 1
        tag = fields.get("etag", tag)
        await asyncio.sleep(max(0, 1 - (time.perf_counter() - begun)))
    writer.close()


async def hostile(port, token, until, codes):
    """Wrong tokens, paths with dots, huge questions, and clients that neither ask nor read to the end."""
    slow = []
    while time.monotonic() < until:
        for path in ["/x/calendar.ics", f"/{token}/../archive.sqlite", f"/{token}/calendar.ics?q={'x' * 5000}"]:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            code, _ = await answer(reader)
            codes[f"hostile {code}"] = codes.get(f"hostile {code}", 0) + 1
            writer.close()
        if len(slow) < 50:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            reader._transport.pause_reading()
            writer.write(f"GET /{token}/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 5000)
            slow.append(writer)
            half = await asyncio.open_connection("127.0.0.1", port)
            half[1].write(b"GET / HTTP/1.1\r\nHost:")
            slow.append(half[1])
        await asyncio.sleep(0.5)
    for writer in slow:
        writer.close()


async def memory(pid, until, seen):
    while time.monotonic() < until:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                seen.append(int(line.split()[1]) // 1024)
        await asyncio.sleep(1)


async def ingests(run, folder, first, last, until):
    """Brings papers in, a hundred at a time, as long as there are any."""
    while first < last and time.monotonic() < until:
        papers(folder, first, first + 100)
        first += 100
        process = await asyncio.create_subprocess_exec(*run, "ingest", "-q", str(folder))
        assert await process.wait() == 0
        await asyncio.sleep(PAUSE)
    return first


async def load(arguments, run, folder, pid, port, token):
    until = time.monotonic() + arguments.seconds
    times, codes, seen = [], {}, []
    clients = [client(number, port, token, until, times, codes) for number in range(arguments.clients)]
    rest = ingests(run, folder, arguments.papers // 2, arguments.papers, until)
    *_, taken = await asyncio.gather(*clients, hostile(port, token, until, codes), memory(pid, until, seen), rest)
    ordered = sorted(took for took, _ in times)
    unchanged = sorted(took for took, code in times if code == 304)
    at = lambda took, part: took[min(len(took) - 1, int(len(took) * part))] * 1000
    print(f"answers {len(times)}, {codes}; papers taken meanwhile {taken - arguments.papers // 2}")
    for name, took in [("all", ordered), ("304", unchanged)]:
        print(f"{name}: p50 {at(took, 0.5):.1f} ms, p99 {at(took, 0.99):.1f} ms, most {at(took, 1):.1f} ms")
    print(f"memory of the server, MB: {seen[0]} at first, {seen[len(seen) // 2]} half-way, {seen[-1]} at the end, {max(seen)} at most")
    errors = {code for code in codes if isinstance(code, int)} - {200, 304}
    # What is new is sent whole, and takes what its size takes; that nothing is new must be told at once.
    return 1 if errors or at(unchanged, 0.99) > 20 else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--papers", type=int, default=1200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        run = [arguments.binary, "--archive", str(place / "archive")]
        papers(place / "papers", 0, arguments.papers // 2)
        subprocess.run([*run, "ingest", "-q", str(place / "papers")], check=True)
        address = subprocess.run([*run, "serve", "--address"], check=True, capture_output=True, text=True).stdout
        server = subprocess.Popen([*run, "serve", "--listen", "127.0.0.1:0", "--log", "json"], stderr=subprocess.PIPE, text=True)
        try:
            port = int(server.stderr.readline().split('"address":"127.0.0.1:')[1].split('"')[0])
            end = asyncio.run(load(arguments, run, place / "papers", server.pid, port, address.split("/")[3]))
        finally:
            server.terminate()
        sys.exit(end or server.wait())


if __name__ == "__main__":
    main()
