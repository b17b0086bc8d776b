/** Writes docs/schemas/*.json, the records as JSON Schema (draft 2020-12). Run: `npm run docs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RECORD_TYPE_LABELS } from '../nodes/Ometria/records';
import {
	type Field,
	ISO_DATE,
	ISO_DATE_TIME,
	type Kind,
	type Shape,
} from '../nodes/Ometria/records/field';
import { SHAPES } from '../nodes/Ometria/records/schemas';
import type { RecordType } from '../nodes/Ometria/records/types';
import { SOURCES } from './recordsDoc';

export type JsonSchema = Record<string, unknown>;

const ID: JsonSchema = { type: ['string', 'integer'] };

function ofKind(kind: Kind): JsonSchema {
	switch (kind.name) {
		case 'text':
			if (kind.form === 'id') return ID;
			// An object is the old form of a phone number.
			return { type: kind.form === 'phone' ? ['string', 'object'] : 'string' };
		case 'isoCode':
			return { type: 'string' };
		case 'number':
			return { type: 'number' };
		case 'boolean':
			return { type: 'boolean' };
		case 'dateTime':
			return { type: 'string', pattern: ISO_DATE_TIME.source };
		case 'date':
			return { type: 'string', pattern: ISO_DATE.source };
		case 'choice':
			// Older pages of Ometria have true and false for a closed choice.
			return kind.closed ? { enum: [...kind.values, true, false] } : { type: 'string' };
		case 'openObject':
			return { type: 'object' };
		case 'object':
			return ofShape(kind.shape);
		case 'list':
			return { type: 'array', items: kind.of === 'id' ? ID : { type: 'string' } };
		case 'objects':
			return { type: 'array', items: ofShape(kind.shape) };
	}
}

function ofField({ kind, description, example, source, maxLength }: Field): JsonSchema {
	const limit = maxLength === undefined ? '' : `; at most ${maxLength} characters (not verified)`;
	return {
		description: `${description}${limit}. Known from ${SOURCES[source]}.`,
		// null is a value: it is sent, and may delete what is stored.
		anyOf: [ofKind(kind), { type: 'null' }],
		examples: [example],
	};
}

function ofShape(shape: Shape): JsonSchema {
	const properties = Object.entries(shape).map(([name, field]) => [name, ofField(field)]);
	return { type: 'object', properties: Object.fromEntries(properties) as JsonSchema };
}

/** @returns the schema of a record type; fields that Ometria does not document pass */
export function recordSchema(type: RecordType): JsonSchema {
	const shape = SHAPES[type];
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: `Ometria ${RECORD_TYPE_LABELS[type].toLowerCase()}`,
		description:
			'A record for POST /v2/push: lists of at most 100, each record at most 60 KB. Written by `npm run docs`; do not edit.',
		...ofShape(shape),
		required: Object.keys(shape).filter((name) => shape[name].required === 'always'),
	};
}

export const schemaText = (type: RecordType) => `${JSON.stringify(recordSchema(type), null, 2)}\n`;

if (require.main === module) {
	const folder = join(__dirname, '..', 'docs', 'schemas');
	mkdirSync(folder, { recursive: true });
	for (const type of Object.keys(SHAPES) as RecordType[]) {
		writeFileSync(join(folder, `${type}.json`), schemaText(type));
	}
}
