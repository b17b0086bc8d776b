/** Writes docs/records.md from the record schemas. Run: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RECORD_TYPE_LABELS } from '../nodes/Ometria/records';
import type { Kind, Shape } from '../nodes/Ometria/records/field';
import { kindText } from '../nodes/Ometria/records/fieldTexts';
import { SHAPES } from '../nodes/Ometria/records/schemas';

/** Where a field is known from, by its `source`. */
export const SOURCES = {
	documented: "Ometria's documentation",
	described: "a third party's description",
	seen: 'public clients',
} as const;

function typeOf(kind: Kind): string {
	switch (kind.name) {
		case 'choice':
			return `${kind.values.map((value) => `\`${value}\``).join(', ')}${kind.closed ? '' : ', maybe others'}`;
		case 'object':
		case 'objects':
			return `${kindText(kind)}, below`;
		default:
			return kindText(kind);
	}
}

/** Rows of a table, nested fields with their full path: `lineitems > n > sku`. */
function rows(shape: Shape, above: string): string[] {
	return Object.entries(shape).flatMap(([name, { kind, ...info }]) => {
		const path = `${above}${name}`;
		const needs = { always: 'always', create: 'for a new one', none: '' }[info.required ?? 'none'];
		const limit = info.maxLength === undefined ? '' : `, at most ${info.maxLength} characters`;
		const example = `\`${JSON.stringify(info.example).replaceAll('|', '\\|')}\``;
		const row = `| \`${path}\` | ${typeOf(kind)}${limit} | ${needs} | ${info.description} | ${example} | ${SOURCES[info.source]} |`;
		if (kind.name === 'object') return [row, ...rows(kind.shape, `${path} > `)];
		if (kind.name === 'objects') return [row, ...rows(kind.shape, `${path} > n > `)];
		return [row];
	});
}

/** @returns the whole page */
export function recordsDoc(): string {
	const sections = Object.entries(SHAPES).map(([type, shape]) =>
		[
			`## ${RECORD_TYPE_LABELS[type as keyof typeof RECORD_TYPE_LABELS]}`,
			'',
			`\`"@type": "${type}"\`, as [JSON Schema](schemas/${type}.json)`,
			'',
			'| Field | Type | Required | Meaning | Example | Known from |',
			'|---|---|---|---|---|---|',
			...rows(shape, ''),
			'',
		].join('\n'),
	);
	return [
		'# Records',
		'',
		'Written by `npm run docs` from the schemas in `nodes/Ometria/records/schemas`; do not edit.',
		'',
		'Paths are in the notation of Ometria\'s push errors. "Required: for a new one" is not needed where a record is merged with the stored one. Lengths could not be verified with Ometria: what is longer gives a warning, not an error. `null` is a value and is sent; empty texts are left out, unless the option *Empty Values* says otherwise. Ometria wants orders whole, also where they are merged.',
		'',
		'The JSON Schemas (draft 2020-12) hold the same fields. Editors, validators and pipelines that know JSON Schema can check records with them, without n8n.',
		'',
		...sections,
	].join('\n');
}

if (require.main === module) {
	writeFileSync(join(__dirname, '..', 'docs', 'records.md'), recordsDoc());
}
