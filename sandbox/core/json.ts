import type { JsonObject, SandboxReply } from './types';

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for a text that is not JSON. */
export function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Bytes of a value as JSON. */
export function sizeOf(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}

/** A whole answer with a JSON body. */
export function reply(
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): SandboxReply {
	return {
		delivery: 'answer',
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
		latencyMs: 0,
	};
}
