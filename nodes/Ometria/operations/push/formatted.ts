import type { IExecuteFunctions } from 'n8n-workflow';

import type { FormatOperation, Json } from '../../formats/types';
import type { RecordSource } from '../../push/recordSource';
import { isObject } from '../../utils/json';
import { perItem } from '../parameters';
import { readFormatSettings, SETTINGS } from './formatSettings';
import { additionalFields } from './properties';

/** The user's own fields over a record; an object over an object keeps what only the lower one has. */
function overlay(record: Json, fields: Json): Json {
	const over = Object.entries(fields).map(([name, value]): [string, unknown] => {
		const under = Object.hasOwn(record, name) ? record[name] : undefined;
		return [name, isObject(under) && isObject(value) ? overlay(under, value) : value];
	});
	return over.length === 0 ? record : { ...record, ...Object.fromEntries(over) };
}

/** The records of a push whose items are payloads or rows of a format. */
export function formattedRecords(
	context: IExecuteFunctions,
	{ convert, describe, settings: used }: FormatOperation,
): RecordSource {
	const items = context.getInputData();
	const settingsOf = perItem(context, [SETTINGS], (parameters) =>
		readFormatSettings(parameters, used),
	);
	const fieldsOf = perItem(context, [additionalFields.name], (parameters) =>
		parameters.object(additionalFields, '{"properties": {"tier": "gold"}}'),
	);
	return {
		count: items.length,
		read: (item) => {
			const fields = fieldsOf(item);
			return convert(items[item].json, settingsOf(item)).map((entry) =>
				entry.kind === 'record' ? { ...entry, record: overlay(entry.record, fields) } : entry,
			);
		},
		emptyColumns: () => [],
		notes: items.length > 0 && describe ? describe(items[0].json, settingsOf(0)) : [],
	};
}
