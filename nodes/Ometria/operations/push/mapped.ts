import type { IExecuteFunctions } from 'n8n-workflow';

import { OMETRIA_FORMAT } from '../../formats/auto';
import type { Entries, Formatted, Json } from '../../formats/types';
import { type ItemColumns, plainRecords, type RecordSource } from '../../push/recordSource';
import { assembler } from '../../records/columns';
import { unmappedNo } from '../../records/consent';
import { finding } from '../../records/findings';
import type { RecordType } from '../../records/index';
import { isObject } from '../../utils/json';
import { shown } from '../../utils/text';
import { readerOf, type ReadItem } from '../itemExpression';
import { isExpression } from '../savedParameters';

/**
 * The records of a push whose columns the user mapped by hand.
 *
 * Columns are read one by one (not as `fields.value`): n8n would otherwise convert them itself,
 * and stop the whole node at the first value it cannot convert.
 *
 * @param value the columns as they are saved in the workflow
 */
export function mappedRecords(
	context: IExecuteFunctions,
	type: RecordType,
	value: unknown,
): RecordSource {
	const items = context.getInputData();
	// A column without a value is one that the user left empty in the editor.
	const columns = Object.entries(isObject(value) ? value : {}).filter(
		([, saved]) => saved !== null && saved !== undefined && saved !== '',
	);
	const readers = columns.map(([id, saved]): ReadItem => {
		if (!isExpression(saved)) return () => saved;
		const name = `fields.value[${JSON.stringify(id)}]`;
		const evaluate = (item: number): unknown => context.getNodeParameter(name, item, null);
		return readerOf(saved, (item) => items[item].json, evaluate);
	});
	const assemble = assembler(
		type,
		columns.map(([id]) => id),
	);
	const hasValue = columns.map(([, saved]) => !isExpression(saved));
	const names = new Map(
		columns.map(([id, saved]) => [
			id.replaceAll('.', ' > '),
			isExpression(saved) ? saved.slice(1) : shown(saved),
		]),
	);
	const records = {
		...plainRecords(items.length, (item) => {
			const values = readers.map((read) => read(item));
			for (let index = 0; index < values.length; index++) {
				const value = values[index];
				if (value !== null && value !== undefined && value !== '') hasValue[index] = true;
			}
			return assemble(values);
		}),
		emptyColumns: () => columns.flatMap(([id], index) => (hasValue[index] ? [] : id)),
	};
	const inColumns: ItemColumns = { kind: 'fields', names, hasValues: true };
	const mapped: RecordSource = { ...records, columnsOf: () => inColumns };
	if (type === 'custom_event') return mapped;
	const withFormat = { ...mapped, formatOf: () => OMETRIA_FORMAT };
	if (type !== 'contact') return withFormat;
	return {
		...withFormat,
		read: (item) => madeOfRow(mapped.read(item), items[item].json),
	};
}

/** A contact of which its row says no in a column that is not mapped: it is not opted in. */
function* madeOfRow(entries: Entries, row: Json): Generator<Formatted | undefined> {
	for (const entry of entries) {
		const found =
			entry?.kind === 'record' && isObject(entry.record) && isObject(row)
				? unmappedNo(entry.record, row)
				: undefined;
		if (entry?.kind !== 'record' || !found) {
			yield entry;
			continue;
		}
		const { field, name, isOptedIn } = found;
		yield isOptedIn
			? { kind: 'invalid', ...finding(field, 'contradicted_opt_in', { name }) }
			: { ...entry, warnings: [...entry.warnings, finding(field, 'unmapped_no', { name })] };
	}
}
