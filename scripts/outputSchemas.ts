/** Writes what n8n shows of a node's output before its first run. Run: `npm run docs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface JsonSchema {
	type: string | string[];
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	version?: number;
}

const text: JsonSchema = { type: 'string' };
const number: JsonSchema = { type: 'number' };
const textOrNull: JsonSchema = { type: ['string', 'null'] };

/** One item per request: the default output. */
const PUSH: JsonSchema = {
	type: 'object',
	properties: {
		request_id: textOrNull,
		status: textOrNull,
		record_type: text,
		sent: number,
		accepted: number,
		rejected: number,
		record_ids: { type: 'array', items: text },
		attempts: number,
		http_status: number,
		duration_ms: number,
	},
	version: 1,
};

const PUSH_ERROR: JsonSchema = {
	type: 'object',
	properties: {
		request_id: textOrNull,
		record_type: textOrNull,
		record_id: textOrNull,
		error_message: text,
		error_path: textOrNull,
		field: textOrNull,
		timestamp: textOrNull,
		source: textOrNull,
		other_fields: { type: 'object' },
	},
	version: 1,
};

/** By file, below the node's folder `__schema__/v1.0.0`. */
export const OUTPUT_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
	'contact/push.json': PUSH,
	'product/push.json': PUSH,
	'order/push.json': PUSH,
	'customEvent/push.json': PUSH,
	'record/push.json': PUSH,
	'pushError/getMany.json': PUSH_ERROR,
};

export const SCHEMA_FOLDER = join(__dirname, '..', 'nodes', 'Ometria', '__schema__', 'v1.0.0');

export function schemaText(schema: JsonSchema): string {
	return `${JSON.stringify(schema, null, '\t')}\n`;
}

if (require.main === module) {
	for (const [file, schema] of Object.entries(OUTPUT_SCHEMAS)) {
		const path = join(SCHEMA_FOLDER, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, schemaText(schema));
	}
}
