import type { IExecuteFunctions } from 'n8n-workflow';

import type { FormatOperation, Json } from '../../formats/types';
import type { RecordSource } from '../../push/recordSource';
import { isObject, parseJson } from '../../utils/json';
import { wrongParameter } from '../../utils/wrongParameter';
import { readFormatSettings } from './formatSettings';
import { perItem } from './perItem';
import { additionalFields } from './properties';

/** The user's own fields over a record; an object over an object keeps what only the lower one has. */
function overlay(record: Json, fields: Json): Json {
	const over = Object.entries(fields).map(([name, value]): [string, unknown] => {
		const under = Object.hasOwn(record, name) ? record[name] : undefined;
		return [name, isObject(under) && isObject(value) ? overlay(under, value) : value];
	});
	return over.length === 0 ? record : { ...record, ...Object.fromEntries(over) };
}

/** Reads Additional Fields for an item; what is not a JSON object is that item's error. */
function readAdditionalFields(context: IExecuteFunctions): (item: number) => Json {
	const { name, displayName: parameter } = additionalFields;
	const raw: unknown = context.getNode().parameters[name];
	const read = perItem(context, name, raw, '');
	// The same text for all items, unless it is an expression.
	let last: { text: unknown; fields: Json } = { text: '', fields: {} };
	return (item) => {
		const value = read(item);
		if (value === undefined || value === '') return {};
		if (value === last.text) return last.fields;
		const fields = typeof value === 'string' ? parseJson(value) : value;
		if (isObject(fields)) {
			last = { text: value, fields };
			return fields;
		}
		const expected = 'a JSON object such as {"properties": {"tier": "gold"}}';
		throw wrongParameter(context.getNode(), { parameter, expected, found: value }, item);
	};
}

/** The records of a push whose items are payloads or rows of a format. */
export function formattedRecords(
	context: IExecuteFunctions,
	{ convert, describe, settings: used }: FormatOperation,
): RecordSource {
	const items = context.getInputData();
	const settings = readFormatSettings(context, used);
	const fieldsOf = readAdditionalFields(context);
	return {
		count: items.length,
		entries: (item) => {
			const fields = fieldsOf(item);
			return convert(items[item].json, settings).map((entry) =>
				entry.kind === 'record' ? { ...entry, record: overlay(entry.record, fields) } : entry,
			);
		},
		emptyColumns: () => [],
		notes: items.length > 0 && describe ? describe(items[0].json, settings) : [],
	};
}
