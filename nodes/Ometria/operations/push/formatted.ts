import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { FormatOperation, FormatSettings, Formatted, Json } from '../../formats/types';
import type { RecordSource } from '../../push/recordSource';
import { fieldOptedIn } from '../../records/consent';
import { finding } from '../../records/findings';
import { attempt } from '../../utils/attempt';
import { isObject } from '../../utils/json';
import { eachFairly, goThrough, type Yielder } from '../../utils/yielder';
import { perItem } from '../parameters';
import { readFormatSettings, SETTINGS } from './formatSettings';
import { overEach } from './overEach';
import { additionalFields } from './properties';

/** The user's own fields over a record; an object over an object keeps what only the lower one has. */
function overlay(record: Json, fields: Json): Json {
	const over = Object.entries(fields).map(([name, value]): [string, unknown] => {
		const under = Object.hasOwn(record, name) ? record[name] : undefined;
		return [name, isObject(under) && isObject(value) ? overlay(under, value) : value];
	});
	return over.length === 0 ? record : { ...record, ...Object.fromEntries(over) };
}

/** What is said of the first item's columns; nothing where it cannot be converted, which is its own failure. */
function notesOf(
	[first]: readonly INodeExecutionData[],
	describe: FormatOperation['describe'],
	settings: FormatSettings,
): readonly string[] {
	if (first === undefined || !describe) return [];
	const notes = attempt(() => describe(first.json, settings));
	return 'value' in notes ? notes.value : [];
}

/** An entry with the user's own fields over it; they opt in nobody whom the item opts out. */
function withFields(entry: Formatted, fields: Json): Formatted {
	if (entry.kind !== 'record') return entry;
	const record = overlay(entry.record, fields);
	const field = fieldOptedIn(entry.record, record);
	if (field === undefined) return { ...entry, record };
	return { kind: 'invalid', ...finding(field, 'opt_in_over_opt_out') };
}

/**
 * The records of a push whose items are payloads or rows of a format.
 *
 * @param nowMs the present, ms since the epoch
 */
export function formattedRecords(
	context: IExecuteFunctions,
	{ convert, describe, gather, settings: used }: FormatOperation,
	nowMs: number,
): RecordSource {
	const items = context.getInputData();
	const settingsOf = perItem(context, [SETTINGS], (parameters) =>
		readFormatSettings(parameters, used, nowMs),
	);
	const fieldsOf = perItem(context, [additionalFields.name], (parameters) =>
		parameters.object(additionalFields, '{"properties": {"tier": "gold"}}'),
	);
	// Where they are wrong for the first item, that is its failure alone.
	const first = items.length > 0 ? attempt(() => settingsOf(0)) : undefined;
	const gathering = gather?.();
	const convertItem = gathering?.convert ?? convert;
	/** As read for the gathering: an expression is evaluated once for an item. */
	const gathered: FormatSettings[] = [];
	return {
		count: items.length,
		...(gathering && {
			begin: async (yielder: Yielder) =>
				await eachFairly(yielder, items.length, (item) => {
					// What is wrong about them is said when the item is read.
					const settings = attempt(() => settingsOf(item));
					if (!('value' in settings)) return undefined;
					gathered[item] = settings.value;
					return goThrough(yielder, gathering.add(items[item].json, settings.value));
				}),
		}),
		read: (item) => {
			const fields = fieldsOf(item);
			const { json } = items[item];
			const entries = convertItem(json, gathered[item] ?? settingsOf(item));
			if (Object.keys(fields).length === 0) return entries;
			return overEach(json, entries, (entry) => withFields(entry, fields));
		},
		emptyColumns: () => [],
		notes: first && 'value' in first ? notesOf(items, describe, first.value) : [],
	};
}
