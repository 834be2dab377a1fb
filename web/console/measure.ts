import type { SanctionKind } from '../protocol/generated/api';
import { api } from './state';

/** What an operator may do to a person. */
export type Measure = SanctionKind | 'unmute';

export function takeMeasure(
  measure: Measure,
  person: string,
  minutes: number,
  reason: string,
  report?: string,
): Promise<unknown> {
  if (measure === 'unmute') return api.unmutePerson({ person, reason });
  return api.placeSanction({ kind: measure, person, minutes, reason, report });
}
