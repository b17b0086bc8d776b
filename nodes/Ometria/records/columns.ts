import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';

import type { FieldInfo, Kind, Shape } from './field';
import { SHAPES } from './schemas';
import type { JsonRecord, RecordType } from './types';
import { jsonIn } from './findings';

/**
 * Fields that the node sets from its own parameters (segments have parameters of their own), that
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

function choicesOf(kind: Kind): INodePropertyOptions[] | undefined {
	if (kind.name === 'choice') return kind.values.map((value) => ({ name: value, value }));
	if (kind.name !== 'boolean') return undefined;
	return [
		{ name: 'True', value: true },
		{ name: 'False', value: false },
	];
}

interface Column {
	/** Names from the record down. */
	path: string[];
	label: string;
	kind: Kind;
	info: FieldInfo;
	/** Shown from the start. */
	common: boolean;
}

/** An object's fields become columns of their own: `customer.email`. */
function flatten(
	shape: Shape,
	above: readonly string[],
	prefix: string,
	common: boolean,
): Column[] {
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

/** The columns that a user can map for a record type: required ones first. */
export function columnsOf(type: RecordType): ResourceMapperField[] {
	const columns = flatten(SHAPES[type], [], '', false);
	const rank = ({ path, info }: Column) =>
		path.length > 1 || info.required === undefined ? 2 : info.required === 'always' ? 0 : 1;
	return columns
		.sort((a, b) => rank(a) - rank(b))
		.map(({ path, label, kind, info, common }) => {
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
		});
}

/**
 * Makes a record of mapped columns: `customer.email` becomes a part of `customer`. A column without
 * a value is not sent.
 */
export function assemble(columns: Iterable<readonly [id: string, value: unknown]>): JsonRecord {
	const record = new Map<string, unknown>();
	const objects = new Map<string, JsonRecord>();
	const objectAt = (path: readonly string[]): JsonRecord => {
		const key = path.join('.');
		let object = objects.get(key);
		if (!object) {
			object = {};
			objects.set(key, object);
			put(path, object);
		}
		return object;
	};
	const put = (path: readonly string[], value: unknown) => {
		const name = path[path.length - 1];
		if (path.length === 1) record.set(name, value);
		else objectAt(path.slice(0, -1))[name] = value;
	};
	for (const [id, value] of columns) {
		if (value !== undefined && value !== null) put(id.split('.'), jsonIn(value));
	}
	return Object.fromEntries(record);
}
