import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';

import type { FieldInfo, Kind, Shape } from './field';
import { jsonIn } from './jsonText';
import { SHAPES } from './schemas';
import type { JsonRecord, RecordType } from './types';

/**
 * Fields that the node sets from its own parameters (segments have their own parameters), that
 * Ometria gives when a record is read, or that are amounts in two currencies, which are for JSON.
 */
const NOT_MAPPED = new Set([
	'@type',
	'@merge',
	'@collection',
	'@profile_id',
	'@add_to_lists',
	'@remove_from_lists',
	'totals',
	'total_refunded',
	'total_unit_quantity',
	'total_unit_quantity_refunded',
]);

/**
 * Times are texts here: a date picker's type would let n8n guess at "03/04/2026" before the node can
 * refuse it.
 */
function typeOf(kind: Kind): FieldType {
	switch (kind.name) {
		case 'number':
			return 'number';
		// Not "boolean": the editor shows such a column as off from the start. Saved as false it would
		// withdraw a consent, or take an order's revenue out of the reports, which nobody asked for.
		case 'boolean':
		case 'choice':
			return 'options';
		case 'openObject':
		case 'object':
			return 'object';
		case 'list':
		case 'objects':
			return 'array';
		default:
			return 'string';
	}
}

/** What the editor shows for Ometria's values. */
const CHOICE_LABELS: Readonly<Record<string, string>> = {
	EXPLICITLY_OPTEDIN: 'Opted In',
	EXPLICITLY_OPTEDOUT: 'Opted Out',
	NOT_SPECIFIED: 'Not Specified',
	m: 'Male',
	f: 'Female',
	o: 'Other',
};

function choicesOf(kind: Kind): INodePropertyOptions[] | undefined {
	if (kind.name === 'choice') {
		return kind.values.map((value) => ({ name: CHOICE_LABELS[value] ?? value, value }));
	}
	if (kind.name !== 'boolean') return undefined;
	return [
		{ name: 'True', value: true },
		{ name: 'False', value: false },
	];
}

interface MapperColumn {
	/** Names from the record down. */
	path: string[];
	label: string;
	kind: Kind;
	info: FieldInfo;
	/** Shown from the start. */
	common: boolean;
}

/** An object's fields become separate columns: `customer.email`. */
function flatten(
	shape: Shape,
	above: readonly string[],
	prefix: string,
	common: boolean,
): MapperColumn[] {
	return Object.entries(shape).flatMap(([name, field]) => {
		if (above.length === 0 && NOT_MAPPED.has(name)) return [];
		const { kind, label } = field;
		const path = [...above, name];
		const shown =
			above.length === 0 ? field.common === true || field.required !== undefined : common;
		if (kind.name === 'object') return flatten(kind.shape, path, `${label}: `, shown);
		return [{ path, label: prefix + label, kind, info: field, common: shown }];
	});
}

/** The format of a value, for its label; '' where the label says enough. */
function formatOf(kind: Kind): string {
	switch (kind.name) {
		case 'isoCode':
			return ` (${kind.letters} Letters)`;
		case 'date':
			return ' (YYYY-MM-DD)';
		case 'dateTime':
			return ' (ISO 8601)';
		default:
			return '';
	}
}

/** Required ones first. */
function sortedColumns(type: RecordType): MapperColumn[] {
	const rank = ({ path, info }: MapperColumn) =>
		path.length > 1 || info.required === undefined ? 2 : info.required === 'always' ? 0 : 1;
	return flatten(SHAPES[type], [], '', false).sort((a, b) => rank(a) - rank(b));
}

function toField({ path, label, kind, info, common }: MapperColumn): ResourceMapperField {
	const options = choicesOf(kind);
	return {
		id: path.join('.'),
		displayName: label,
		// A merged update needs no more than what every record must have.
		required: path.length === 1 && info.required === 'always',
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		removed: !common,
		type: typeOf(kind),
		...(options && { options }),
	};
}

/** The fields of an order's line that are one value each, by their path: `lineitems.sku`. */
export function lineColumns(): Array<{ id: string; displayName: string }> {
	const { lineitems } = SHAPES.order;
	if (lineitems.kind.name !== 'objects') return [];
	return Object.entries(lineitems.kind.shape)
		.filter(([, { kind }]) => !['object', 'objects', 'openObject'].includes(kind.name))
		.map(([name, { label }]) => ({ id: `lineitems.${name}`, displayName: `Line Item: ${label}` }));
}

/** The columns that a user can map for a record type: required ones first. */
export function columnsOf(type: RecordType): ResourceMapperField[] {
	return sortedColumns(type).map(toField);
}

/** The same for the editor's mapper, which shows no descriptions: the label says the format. */
export function editorColumnsOf(type: RecordType): ResourceMapperField[] {
	return sortedColumns(type).map((column) =>
		toField({ ...column, label: column.label + formatOf(column.kind) }),
	);
}

/** Columns that the editor edits as JSON, by record type. */
const jsonColumns = new Map<RecordType, ReadonlySet<string>>();

function jsonColumnsOf(type: RecordType): ReadonlySet<string> {
	let ids = jsonColumns.get(type);
	if (!ids) {
		const isJson = ({ type: shown }: ResourceMapperField) =>
			shown === 'object' || shown === 'array';
		ids = new Set(
			columnsOf(type)
				.filter(isJson)
				.map(({ id }) => id),
		);
		jsonColumns.set(type, ids);
	}
	return ids;
}

/**
 * Prepares making records of mapped columns: `customer.email` becomes a part of `customer`. A column
 * without a value is not sent. Only in columns of lists and objects is a text read as JSON.
 *
 * @param ids of the columns
 * @returns makes a record of the values of the columns, in their order
 */
export function assembler(
	type: RecordType,
	ids: readonly string[],
): (values: readonly unknown[]) => JsonRecord {
	const asJson = jsonColumnsOf(type);
	const columns = ids.map((id) => {
		const path = id.split('.');
		return { path, name: path[path.length - 1], isJson: asJson.has(id) };
	});
	return (values) => {
		// Own properties of any name, which assigning to an object would not make.
		const record: Array<[string, unknown]> = [];
		let objects: Map<string, JsonRecord> | undefined;
		const objectAt = (path: readonly string[]): JsonRecord => {
			objects ??= new Map();
			const key = path.join('.');
			let object = objects.get(key);
			if (!object) {
				object = {};
				objects.set(key, object);
				put(path, path[path.length - 1], object);
			}
			return object;
		};
		const put = (path: readonly string[], name: string, value: unknown) => {
			if (path.length === 1) record.push([name, value]);
			else objectAt(path.slice(0, -1))[name] = value;
		};
		for (let index = 0; index < columns.length; index++) {
			const value = values[index];
			if (value === undefined || value === null) continue;
			const { path, name, isJson } = columns[index];
			put(path, name, isJson ? jsonIn(value) : value);
		}
		return Object.fromEntries(record);
	};
}
