/** The OpenAPI document of what api.json and reasons.json hold. */
export function openApi(api: unknown, reasons: unknown): object;
