import { table } from '../../../../nodes/Ometria/formats/table';
import type {
	FormatOperation,
	FormatRecordType,
	FormatSettings,
	Formatted,
	Json,
} from '../../../../nodes/Ometria/formats/types';
import { madeOf } from '../../../support/entries';
import { settings } from '../formatTests';

export const DEFAULTS: FormatSettings = settings();

export function tableOf(type: FormatRecordType): FormatOperation {
	const operation = table.operations[type];
	if (!operation) throw new TypeError(`There is no table of ${type}s`);
	return operation;
}

export function convertRow(
	type: FormatRecordType,
	row: Json,
	changes: Partial<FormatSettings> = {},
): Formatted {
	const [formatted, ...more] = madeOf(tableOf(type).convert(row, settings(changes)));
	if (more.length > 0) throw new TypeError('A row came to several records');
	return formatted;
}

/** What each row of a run comes to, with what the others say about it. */
export function gatheredOf(
	type: FormatRecordType,
	rows: readonly Json[],
	changes: Partial<FormatSettings> = {},
): Formatted[][] {
	const gathering = tableOf(type).gather?.();
	if (!gathering) throw new TypeError(`A table of ${type}s does not gather its rows`);
	const all = settings(changes);
	for (const [item, json] of rows.entries()) madeOf(gathering.add(json, all, item));
	return rows.map((json, item) => madeOf(gathering.convert(json, all, item)));
}

/** The record of a row that is sent. */
export function recordOf(
	type: FormatRecordType,
	row: Json,
	changes: Partial<FormatSettings> = {},
): Json {
	const formatted = convertRow(type, row, changes);
	if (formatted.kind !== 'record') throw new TypeError(JSON.stringify(formatted));
	return formatted.record;
}

/** What is wrong with a row that is not sent. */
export function problemOf(
	type: FormatRecordType,
	row: Json,
	changes: Partial<FormatSettings> = {},
): string {
	const formatted = convertRow(type, row, changes);
	if (formatted.kind !== 'invalid') throw new TypeError(JSON.stringify(formatted));
	return formatted.message;
}

/** What is said of a row that is sent, in one text. */
export function warningsOf(
	type: FormatRecordType,
	row: Json,
	changes: Partial<FormatSettings> = {},
): string {
	const formatted = convertRow(type, row, changes);
	if (formatted.kind !== 'record') throw new TypeError(JSON.stringify(formatted));
	return formatted.warnings.map(({ message }) => message).join('. ');
}

/** What the hint says of a row's columns, in one text. */
export function description(
	type: FormatRecordType,
	row: Json,
	changes: Partial<FormatSettings> = {},
): string {
	return (tableOf(type).describe?.(row, settings(changes)) ?? []).join('. ');
}
