/** The API's description: api.json with the files of api/, as schema/generate reads it. */
export function readApi(): {
  operations: Record<string, Record<string, unknown>>;
  [part: string]: Record<string, Record<string, unknown>>;
};
