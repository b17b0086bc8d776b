import { shopify } from '../../../../nodes/Ometria/formats/shopify';
import type {
	FormatRecordType,
	FormatSettings,
	Formatted,
	Json,
} from '../../../../nodes/Ometria/formats/types';
import { madeOf } from '../../../support/entries';
import { SETTINGS } from './payloads';

/** What Shopify's format makes of an item. */
export function convert(
	type: FormatRecordType,
	json: Json,
	settings: Partial<FormatSettings> = {},
): readonly Formatted[] {
	const operation = shopify.operations[type];
	if (!operation) throw new TypeError(`Shopify has no ${type}`);
	return madeOf(operation.convert(json, { ...SETTINGS, ...settings }));
}

/** The only entry, which must be a record; its warnings as "field: message". */
export function recordOf(entries: readonly Formatted[]): { record: Json; warnings: string[] } {
	expect(entries).toEqual([expect.objectContaining({ kind: 'record' })]);
	return recordsOf(entries)[0];
}

export function recordsOf(
	entries: readonly Formatted[],
): Array<{ record: Json; warnings: string[] }> {
	return entries.map((entry) => {
		if (entry.kind !== 'record') throw new TypeError(JSON.stringify(entry));
		return { record: entry.record, warnings: entry.warnings.map(({ message }) => message) };
	});
}

/** The only entry, which must be refused, as "field: message". */
export function refusalOf(entries: readonly Formatted[]): { field: string; message: string } {
	expect(entries).toEqual([expect.objectContaining({ kind: 'invalid' })]);
	const [entry] = entries;
	if (entry.kind !== 'invalid') throw new TypeError(entry.kind);
	return { field: entry.field, message: entry.message };
}
