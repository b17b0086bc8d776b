import type { IBinaryKeyData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { INPUT_FORMATS } from '../../formats';
import type { FormatOperation } from '../../formats/types';
import type { MissingIds } from '../../push/messages';
import { runPush } from '../../push/run';
import type { RecordType } from '../../records/index';
import { findId } from '../../records/missingId';
import { shown } from '../../utils/text';
import { wrongParameter } from '../../utils/wrongParameter';
import type { Operation } from '../operation';
import { withCustomFields } from './customFields';
import { formattedRecords } from './formatted';
import { readListIds } from './listIds';
import { ometriaRecords } from './mapped';
import { readPushOptions } from './options';
import { perItem } from './perItem';
import { collection, merge, OMETRIA_FORMAT, pushOptions } from './properties';

interface PushDescription {
	/** Undefined for mixed input, where each item's `@type` decides. */
	type: RecordType | undefined;
	action: string;
	description: string;
	/** Parameters before the options. */
	properties: INodeProperties[];
}

/** Name of the first file of an item. */
function fileName(files: IBinaryKeyData | undefined): string | undefined {
	const [first] = Object.entries(files ?? {});
	return first && (first[1].fileName ?? first[0]);
}

/**
 * The chosen input format; undefined for items that are Ometria records.
 *
 * @throws NodeOperationError for a format that the record type does not have
 */
function readFormat(
	context: IExecuteFunctions,
	type: RecordType | undefined,
): FormatOperation | undefined {
	if (type === undefined || type === 'custom_event') return undefined;
	const found = context.getNodeParameter('inputFormat', 0, OMETRIA_FORMAT);
	if (found === OMETRIA_FORMAT) return undefined;
	const format = INPUT_FORMATS.find(({ value }) => value === found)?.operations[type];
	if (format) return format;
	const names = INPUT_FORMATS.filter(({ operations }) => operations[type]).map(
		({ value }) => value,
	);
	const expected = `one of ${[OMETRIA_FORMAT, ...names].join(', ')}`;
	throw wrongParameter(context.getNode(), { parameter: 'Input Format', expected, found });
}

/** What to choose in the node when no record has an id. */
function missingIds(context: IExecuteFunctions, type: RecordType | undefined): MissingIds {
	const [first] = context.getInputData();
	const json = first?.json ?? {};
	const fields = Object.keys(json);
	const place = findId(json, type ?? 'contact', fileName(first?.binary));
	if (place?.kind === 'elsewhere') return { fields, advice: `${place.text}.` };
	const mapper = 'set Mapping Column Mode to "Map Each Column Manually" and map the ID';
	const advice =
		type === undefined
			? 'Give each item a field "id".'
			: type === 'custom_event'
				? `To use these fields, ${mapper}.`
				: `For the columns of a sheet or a database, set Input Format to "Table". Otherwise, ${mapper}.`;
	const where = place ? `${shown(place.name)} may be the ID. ` : '';
	return { fields, advice: `${where}${advice}` };
}

/** Push for one record type: the operations differ only in what the user sees. */
export function pushOperation({
	type,
	action,
	description,
	properties,
}: PushDescription): Operation {
	return {
		value: 'push',
		name: 'Push',
		action,
		description,
		properties: [...properties, pushOptions(type)],
		async execute(context, session) {
			const items = context.getInputData();
			const node = context.getNode();
			const wrong = ({ displayName: parameter }: INodeProperties, expected: string) => {
				return (found: unknown, item: number) =>
					wrongParameter(node, { parameter, expected, found }, item);
			};
			const wrongCollection = wrong(collection, 'a text');
			const wrongMerge = wrong(merge, 'true or false');
			const collectionOf = perItem(context, 'collection', node.parameters.collection, '');
			const format = readFormat(context, type);
			const mergeOf = format
				? () => format.merge
				: perItem(context, 'merge', node.parameters.merge, true);
			const source = format ? formattedRecords(context, format) : ometriaRecords(context);
			return await runPush(context, session, {
				type,
				source: withCustomFields(context, source),
				file: (item) => fileName(items[item].binary),
				collection: (item) => {
					const value = collectionOf(item);
					if (value === undefined || value === null || value === '') return undefined;
					if (typeof value === 'string') return value;
					throw wrongCollection(value, item);
				},
				merge: (item) => {
					const value = mergeOf(item);
					if (typeof value === 'boolean') return value;
					throw wrongMerge(value, item);
				},
				lists: readListIds(context),
				missingIds: missingIds(context, type),
				options: readPushOptions(context),
			});
		},
	};
}
