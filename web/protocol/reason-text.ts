/** Sentences for people: what happened, and what to do about it. */
export interface ReasonText {
  title: string;
  remedy: string;
}
