import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Json } from '../../formats/types';
import type { RecordSource } from '../../push/recordSource';
import { isBlankText } from '../../records/findings';
import { jsonIn } from '../../records/jsonText';
import { isObject } from '../../utils/json';
import { customFieldLocator } from '../../utils/locator';
import { type Parameters, perItem } from '../parameters';
import { isPartOfAnother, overEach } from './overEach';

const ROW = 'field';

const fieldId = customFieldLocator('name', 'Field');

const fieldValue: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	description: 'The value as text. For a number or a boolean, use an expression.',
};

/** Source: "custom fields" (documented): their IDs hold no spaces. */
export const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add custom field',
	default: {},
	description:
		'Custom fields to set, in addition to those in "properties". Empty values are left out.',
	options: [{ displayName: 'Custom Field', name: ROW, values: [fieldId, fieldValue] }],
};

/** The custom fields of an item; rows without a value are left out. */
function readCustomFields(parameters: Parameters): Json {
	parameters.checkGroup(customFields);
	const fields: Array<[string, unknown]> = [];
	const count = parameters.countEntries(customFields, ROW);
	for (let row = 0; row < count; row++) {
		const group = `${customFields.name}.${ROW}.${row}`;
		const value = parameters.whereNothingIsAbsent.raw(fieldValue, 'a value', group);
		if (value === undefined) continue;
		const field = parameters.locator(fieldId, 'the ID of a custom field', group);
		fields.push([field.value, value]);
	}
	return Object.fromEntries(fields);
}

/** The record with the fields in its `properties`; as it is where those are not an object. */
function withFields(record: Json, fields: Json): Json {
	const { properties } = record;
	const under = isBlankText(properties) ? {} : (jsonIn(properties) ?? {});
	return isObject(under) ? { ...record, properties: { ...under, ...fields } } : record;
}

/** Lays the custom fields that the user entered over the records of a source. */
export function withCustomFields(context: IExecuteFunctions, source: RecordSource): RecordSource {
	const items = context.getInputData();
	const fieldsOf = perItem(context, [customFields.name], readCustomFields);
	return {
		...source,
		read: (item) => {
			const entries = source.read(item);
			if (isPartOfAnother(entries)) return entries;
			const fields = fieldsOf(item);
			if (Object.keys(fields).length === 0) return entries;
			return overEach(items[item].json, entries, (entry) =>
				entry.kind === 'record' && isObject(entry.record)
					? { ...entry, record: withFields(entry.record, fields) }
					: entry,
			);
		},
	};
}
