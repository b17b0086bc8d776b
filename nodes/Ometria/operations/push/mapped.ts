import type { IExecuteFunctions } from 'n8n-workflow';

import { plainRecords, type RecordSource } from '../../push/recordSource';
import { assemble } from '../../records/columns';
import type { RecordType } from '../../records/index';
import { isObject } from '../../utils/json';
import { isExpression } from '../savedParameters';

/**
 * The records of a push: the items' JSON, or what the user mapped. Mixed input cannot be mapped.
 *
 * Columns are read one by one (not as `fields.value`): n8n would otherwise convert them itself,
 * and stop the whole node at the first value it cannot convert.
 */
export function ometriaRecords(
	context: IExecuteFunctions,
	type: RecordType | undefined,
): RecordSource {
	const items = context.getInputData();
	const fields: unknown = context.getNode().parameters.fields;
	if (type === undefined || !isObject(fields) || fields.mappingMode !== 'defineBelow') {
		return plainRecords(items.length, (item) => items[item].json);
	}

	const columns = Object.entries(isObject(fields.value) ? fields.value : {})
		// A column without a value is one that the user left empty in the editor.
		.filter(([, raw]) => raw !== null && raw !== undefined && raw !== '')
		.map(([id, raw]): readonly [string, unknown, boolean] => [id, raw, isExpression(raw)]);
	const empty = new Set(columns.filter(([, , evaluated]) => evaluated).map(([id]) => id));
	const valueOf = (id: string, item: number): unknown => {
		const value = context.getNodeParameter(`fields.value[${JSON.stringify(id)}]`, item, null);
		if (value !== null && value !== undefined && value !== '') empty.delete(id);
		return value;
	};
	return plainRecords(
		items.length,
		(item) =>
			assemble(
				type,
				columns.map(([id, raw, evaluated]): [string, unknown] => [
					id,
					evaluated ? valueOf(id, item) : raw,
				]),
			),
		() => [...empty],
	);
}
