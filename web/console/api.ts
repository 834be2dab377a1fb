// What the operator's page asks of the server: docs/api.md, /api/admin/*. Ids travel as text.

export interface PresentPerson {
  handle: number;
  person: string;
  name: string;
  moderator: boolean;
  address: string;
  since_unix_ms: number;
}

export interface Load {
  uptime_s: number;
  tick: number;
  tick_hz: number;
  tick_mean_ms: number;
  late_ticks: number;
  connections: number;
  refused: number;
  frames_skipped: number;
  sent_bytes: number;
  cpu_s: number;
  memory_peak_bytes: number;
  capacity: number;
}

export interface Disk {
  events: number;
  people_known: number;
  blobs: number;
  blob_bytes: number;
  database_bytes: number;
  free_bytes: number;
  /** 0 = never. */
  last_backup_unix_ms: number;
  last_backup_bytes: number;
}

export type ReportReason =
  'harassment' | 'spam' | 'sexual' | 'violence' | 'fraud' | 'minor_safety' | 'other';
export type Outcome = 'no_action' | 'warned' | 'muted' | 'kicked' | 'banned';
export type Measure = 'mute' | 'unmute' | 'kick' | 'ban';

export interface Report {
  id: string;
  open: boolean;
  reason: ReportReason;
  text: string;
  reporter_name: string;
  subject: string;
  subject_name: string;
  filed_unix_ms: number;
  outcome: Outcome | '';
  note: string;
}

export interface Sanction {
  id: string;
  kind: 'mute' | 'kick' | 'ban';
  person: string;
  name: string;
  by_address: boolean;
  by_device: boolean;
  reason: string;
  by: string;
  placed_unix_ms: number;
  /** 0 = until lifted. */
  until_unix_ms: number;
  lifted_unix_ms: number;
  in_force: boolean;
}

export interface Setting {
  name: string;
  value: string;
  unit: string;
  help: string;
  /** May be changed while the city runs. */
  live: boolean;
}

export interface CityState {
  you: { person: string; name: string };
  now_unix_ms: number;
  people: PresentPerson[];
  load: Load;
  disk: Disk;
  reports: Report[];
  sanctions: Sanction[];
  settings: Setting[];
}

/** The server said no (`reason` as in schema/reasons.json) or nothing ('unreachable'). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail: string,
    readonly remedy: string,
  ) {
    super(detail);
  }
}

interface ErrorBody {
  reason?: string;
  cause?: string;
  remedy?: string;
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  }).catch(() => null);
  if (!answer) throw new ApiError(0, 'unreachable', '', '');
  const json: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return json as T;
  const { reason = 'internal', cause = answer.statusText, remedy = '' } = json as ErrorBody;
  throw new ApiError(answer.status, reason, cause, remedy);
}

export const api = {
  enter: (token: string) => call('POST', '/api/enter-administration', { token }),
  leave: () => call('POST', '/api/leave-administration', {}),
  state: () => call<CityState>('GET', '/api/admin/state'),
  sanction: (kind: Measure, person: string, minutes: number, reason: string, report?: string) =>
    call('POST', '/api/admin/sanction', { kind, person, minutes, reason, report }),
  lift: (sanction: string, reason: string) => call('POST', '/api/admin/lift', { sanction, reason }),
  closeReport: (report: string, outcome: Outcome, note: string) =>
    call('POST', '/api/admin/close-report', { report, outcome, note }),
  setSetting: (name: string, value: string) => call('POST', '/api/admin/setting', { name, value }),
  backup: () => call<{ file: string }>('POST', '/api/admin/backup', {}),
  makeLink: () =>
    call<{ path: string; expires_unix_ms: number }>('POST', '/api/admin/make-link', {}),
};
