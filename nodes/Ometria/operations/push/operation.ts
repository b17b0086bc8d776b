import type {
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { AUTO_FORMAT, formatValues, OMETRIA_FORMAT, readingFor } from '../../formats/auto';
import type { FormatRecordType } from '../../formats/types';
import { Yielder } from '../../n8n/yielder';
import type { RowOf } from '../../push/causes';
import type { MissingIds } from '../../push/messages';
import type { RecordSource } from '../../push/recordSource';
import { runPush } from '../../push/run';
import type { RecordType } from '../../records/index';
import { findId } from '../../records/missingId';
import { shown } from '../../utils/text';
import type { Operation } from '../operation';
import { perItem, runParameters } from '../parameters';
import { namesRead } from '../savedParameters';
import { withAdditionalFields } from './additionalFields';
import { pushHints } from './assistantHints';
import { withCustomFields } from './customFields';
import { EmptyExpressions } from './emptyExpressions';
import {
	checkSettings,
	readFormatSettings,
	readValueReading,
	SETTINGS,
	VALUE_SETTINGS,
} from './formatSettings';
import { formattedRecords } from './formatted';
import { readSegmentChanges, SEGMENT_OPTIONS } from './listIds';
import { isMapped, ometriaRecords } from './mapped';
import { readPushOptions, readTimezone } from './options';
import {
	addToLists,
	collection,
	inputFormat,
	merge,
	OPTIONS,
	pushOptions,
	removeFromLists,
} from './properties';
import { segmentReader } from './segmentIds';

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
 * The records of a push, as Input Format says.
 *
 * @param nowMs the present, ms since the epoch
 * @throws NodeOperationError for a format that the record type does not have
 */
function readRecords(
	context: IExecuteFunctions,
	type: RecordType | undefined,
	nowMs: number,
): RecordSource {
	if (type === undefined || type === 'custom_event') return ometriaRecords(context, type);
	const chosen = runParameters(context).choice(inputFormat(type), formatValues(type));
	const reading = readingFor(type, chosen);
	if (!reading) return plainSource(context, type);
	if (chosen === AUTO_FORMAT && isMapped(context)) {
		return withAdditionalFields(context, plainSource(context, type));
	}
	const { customFields, additionalFields } = context.getNode().parameters;
	const names = namesRead([customFields, additionalFields]);
	const settingsOf = perItem(context, [SETTINGS], (parameters) => ({
		...readFormatSettings(parameters, reading.settings, nowMs),
		...(names.length > 0 && { sentOtherwise: names }),
	}));
	const items = context.getInputData();
	return withAdditionalFields(context, formattedRecords(items, reading, settingsOf));
}

/** Items that are records already, or that the user mapped, with the settings that they have. */
function plainSource(context: IExecuteFunctions, type: FormatRecordType): RecordSource {
	const readingOf = perItem(context, [SETTINGS], (parameters) => {
		checkSettings(parameters, VALUE_SETTINGS);
		return readValueReading(parameters, VALUE_SETTINGS);
	});
	return { ...ometriaRecords(context, type), readingOf };
}

/** The Google Sheets node says in each item which row of the sheet it is. */
function rowNumbers(items: readonly INodeExecutionData[]): RowOf {
	return (item) => {
		const { row_number: row } = items[item].json;
		return Number.isInteger(row) ? Number(row) : undefined;
	};
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
				: context.getNode().parameters.inputFormat === OMETRIA_FORMAT
					? `For the columns of a sheet or a database, set Input Format to "Table". Otherwise, ${mapper}.`
					: `Set Format Settings > ID Column to the one that identifies each record. Otherwise, ${mapper}.`;
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
		assistantHints: pushHints(type),
		properties: [...properties, pushOptions(type)],
		async execute(context, session) {
			const items = context.getInputData();
			const source = readRecords(context, type, session.clock.now());
			const mergeOf = perItem(context, [merge.name], (parameters) => parameters.boolean(merge));
			const options = await readPushOptions(context, pushOptions(type), new Yielder(session.clock));
			const empty = new EmptyExpressions(context.getNode().parameters);
			const ofContacts = type === undefined || type === 'contact';
			const segments = ofContacts ? SEGMENT_OPTIONS : [];
			const readSegments = await segmentReader(context, session, segments);
			return await runPush(context, session, {
				type,
				source: { ...withCustomFields(context, source), rowOf: rowNumbers(items) },
				file: (item) => fileName(items[item].binary),
				settings: {
					collection: empty.watched(
						perItem(context, [collection.name], (parameters) =>
							parameters.whereNothingIsAbsent.optionalLocator(
								collection,
								'the name of a collection',
							),
						),
						[{ property: collection, isEmpty: (text) => text === undefined }],
					),
					merge: (item) => source.mergeOf?.(item) ?? mergeOf(item),
					reading: source.readingOf,
					textTimezone: perItem(context, [OPTIONS], readTimezone),
					lists: empty.watched(
						perItem(context, [OPTIONS], (parameters) =>
							readSegmentChanges(parameters, readSegments),
						),
						[
							{ property: addToLists, group: OPTIONS, isEmpty: ({ add }) => add.length === 0 },
							{
								property: removeFromLists,
								group: OPTIONS,
								isEmpty: ({ remove }) => remove.length === 0,
							},
						],
					),
				},
				emptyParameters: () => empty.list(),
				missingIds: () => missingIds(context, type),
				options,
			});
		},
	};
}
