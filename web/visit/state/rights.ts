// What this person may do here, as the welcome listed it. The server decides again at each act.

const managing = ['mute', 'kick', 'ban'] as const;

/** The measures that the person may take. */
export function measures(may: ReadonlySet<string>): ('mute' | 'unmute' | 'kick' | 'ban')[] {
  const found: ('mute' | 'unmute' | 'kick' | 'ban')[] = [];
  for (const act of managing) {
    if (!may.has(act)) continue;
    found.push(act);
    if (act === 'mute') found.push('unmute');
  }
  return found;
}

export function mayManage(may: ReadonlySet<string>): boolean {
  return measures(may).length > 0;
}
