/** Writes docs/records.md from the record schemas. Run: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RECORD_TYPE_LABELS } from '../nodes/Ometria/records';
import type { Kind, Shape } from '../nodes/Ometria/records/field';
import { SHAPES } from '../nodes/Ometria/records/schemas';

const SOURCES = {
	documented: "Ometria's documentation",
	described: "a third party's description",
	seen: 'public clients',
} as const;

function typeOf(kind: Kind): string {
	switch (kind.name) {
		case 'text':
			return kind.form === 'id'
				? 'text (ID)'
				: kind.form === undefined
					? 'text'
					: `text (${kind.form})`;
		case 'isoCode':
			return kind.letters === 2 ? 'country' : 'currency';
		case 'number':
			return kind.unit === 'whole' ? 'whole number' : 'number';
		case 'boolean':
			return 'true or false';
		case 'dateTime':
			return 'time, ISO 8601';
		case 'date':
			return 'date, YYYY-MM-DD';
		case 'choice':
			return `${kind.values.map((value) => `\`${value}\``).join(', ')}${kind.closed ? '' : ', maybe others'}`;
		case 'openObject':
			return 'object';
		case 'object':
			return 'object, below';
		case 'list':
			return kind.of === 'id' ? 'list of IDs' : 'list of texts';
		case 'objects':
			return `list of ${kind.singular}s, below`;
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
			`\`"@type": "${type}"\``,
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
		...sections,
	].join('\n');
}

if (require.main === module) {
	writeFileSync(join(__dirname, '..', 'docs', 'records.md'), recordsDoc());
}
