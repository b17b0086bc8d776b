import type { IExecuteFunctions } from 'n8n-workflow';

import type { Formatted, Json } from '../../formats/types';
import type { RecordSource } from '../../push/recordSource';
import { fieldOptedIn } from '../../records/consent';
import { finding } from '../../records/findings';
import { isObject } from '../../utils/json';
import { perItem } from '../parameters';
import { isPartOfAnother, overEach } from './overEach';
import { additionalFields } from './properties';

/** The user's own fields over a record; an object over an object keeps what only the lower one has. */
function overlay(record: Json, fields: Json): Json {
	const over = Object.entries(fields).map(([name, value]): [string, unknown] => {
		const under = Object.hasOwn(record, name) ? record[name] : undefined;
		return [name, isObject(under) && isObject(value) ? overlay(under, value) : value];
	});
	return over.length === 0 ? record : { ...record, ...Object.fromEntries(over) };
}

/** An entry with the user's own fields over it; they opt in nobody whom the item opts out. */
function withFields(entry: Formatted, fields: Json): Formatted {
	if (entry.kind !== 'record') return entry;
	const record = overlay(entry.record, fields);
	const field = fieldOptedIn(entry.record, record);
	if (field === undefined) return { ...entry, record };
	return { kind: 'invalid', ...finding(field, 'opt_in_over_opt_out') };
}

/** Lays the user's own fields over the records of a source. */
export function withAdditionalFields(
	context: IExecuteFunctions,
	source: RecordSource,
): RecordSource {
	const items = context.getInputData();
	const fieldsOf = perItem(context, [additionalFields.name], (parameters) =>
		parameters.object(additionalFields, '{"properties": {"tier": "gold"}}'),
	);
	return {
		...source,
		read: (item) => {
			const entries = source.read(item);
			if (isPartOfAnother(entries)) return entries;
			const fields = fieldsOf(item);
			if (Object.keys(fields).length === 0) return entries;
			return overEach(items[item].json, entries, (entry) => withFields(entry, fields));
		},
	};
}
