import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Json } from '../../formats/types';
import type { RecordSource } from '../../push/recordSource';
import { isObject, parseJson } from '../../utils/json';
import { wrongParameter } from '../../utils/wrongParameter';
import { perItem } from './perItem';

const ROW = 'field';

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
	options: [
		{
			displayName: 'Custom Field',
			name: ROW,
			values: [
				{
					displayName: 'Field ID',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. loyalty_tier',
					description: 'The ID of the custom field in Ometria, not its title',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'The value as text. For a number or a boolean, use an expression.',
				},
			],
		},
	],
};

/** Reads the rows for an item; undefined when the user has none. */
function rowReader(context: IExecuteFunctions): ((item: number) => Json) | undefined {
	const node = context.getNode();
	const saved: unknown = node.parameters[customFields.name];
	const rows: unknown = isObject(saved) ? saved[ROW] : undefined;
	if (!Array.isArray(rows) || rows.length === 0) return undefined;
	const readers = rows.map((row: unknown, index) => {
		const path = `${customFields.name}.${ROW}[${index}]`;
		const { name, value } = isObject(row) ? row : {};
		return {
			nameOf: perItem(context, `${path}.name`, name, ''),
			valueOf: perItem(context, `${path}.value`, value, ''),
		};
	});
	return (item) => {
		const fields: Array<[string, unknown]> = [];
		for (const { nameOf, valueOf } of readers) {
			const value = valueOf(item);
			if (value === undefined || value === null || value === '') continue;
			const name = nameOf(item);
			if (typeof name !== 'string' || name.trim() === '') {
				const expected = 'the ID of a custom field';
				throw wrongParameter(node, { parameter: 'Field ID', expected, found: name }, item);
			}
			fields.push([name.trim(), value]);
		}
		return Object.fromEntries(fields);
	};
}

/** The record with the fields in its `properties`; as it is where those are no object. */
function withFields(record: Json, fields: Json): Json {
	const { properties } = record;
	const under = typeof properties === 'string' ? parseJson(properties) : (properties ?? {});
	return isObject(under) ? { ...record, properties: { ...under, ...fields } } : record;
}

/** Lays the custom fields that the user entered over the records of a source. */
export function withCustomFields(context: IExecuteFunctions, source: RecordSource): RecordSource {
	const fieldsOf = rowReader(context);
	if (!fieldsOf) return source;
	return {
		...source,
		entries: (item) => {
			const fields = fieldsOf(item);
			if (Object.keys(fields).length === 0) return source.entries(item);
			return source
				.entries(item)
				.map((entry) =>
					entry.kind === 'record' && isObject(entry.record)
						? { ...entry, record: withFields(entry.record, fields) }
						: entry,
				);
		},
	};
}
