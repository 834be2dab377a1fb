// What a peer's server tells the rung that started it: its port, and on each message, its counts.

/** counts: of the server, with ticks so far. */
export function tellRung(port, counts) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ rung: { ticks: counts.ticks, cpuS: (user + system) / 1e6 } });
  });
  process.on('disconnect', () => process.exit());
  process.send({ rung: { port } });
}
