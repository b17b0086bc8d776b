import type {
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { AUTO_FORMAT, formatValues, OMETRIA_FORMAT, readingFor } from '../../formats/auto';
import { FORMAT_SETTINGS, NO_SETTINGS } from '../../formats/settings';
import type {
	FormatRecordType,
	FormatSettingName,
	FormatSettings,
	ItemReading,
} from '../../formats/types';
import { Yielder } from '../../n8n/yielder';
import type { RowOf } from '../../push/causes';
import type { MissingIds } from '../../push/messages';
import type { ListChanges } from '../../push/prepare';
import type { RecordSource } from '../../push/recordSource';
import { runPush } from '../../push/run';
import type { RecordType } from '../../records/index';
import { findId } from '../../records/missingId';
import { isObject } from '../../utils/json';
import { shown } from '../../utils/text';
import type { Operation } from '../operation';
import { type Parameters, perItem, runParameters } from '../parameters';
import { hasExpression, isChanged, mayGive, namesRead } from '../savedParameters';
import { withAdditionalFields } from './additionalFields';
import { pushHints } from './assistantHints';
import { textTimezone } from './checkOptions';
import { customFields, withCustomFields } from './customFields';
import { EmptyExpressions, type Watched } from './emptyExpressions';
import { readFormatSettings, SETTINGS, VALUE_SETTINGS } from './formatSettings';
import { formattedRecords } from './formatted';
import { segmentChanges } from './listIds';
import { mappedRecords } from './mapped';
import { readPushOptions, readTimezone } from './options';
import {
	additionalFields,
	addToLists,
	collection,
	inputFormat,
	merge,
	OPTIONS,
	pushOptions,
	removeFromLists,
} from './properties';
import { recordItems } from './recordItems';

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

/** Parameters with fields of the user's own, which may read columns. */
const OWN_FIELDS: readonly INodeProperties[] = [customFields, additionalFields];

/** How the items of a type that other systems have too can be read. */
interface InputFormats {
	type: FormatRecordType;
	property: INodeProperties;
	values: readonly string[];
	/** By value; undefined where items are records of Ometria already. */
	readings: ReadonlyMap<string, ItemReading | undefined>;
}

function formatsOf(type: FormatRecordType): InputFormats {
	const values = formatValues(type);
	const readings = new Map(values.map((value) => [value, readingFor(type, value)]));
	return { type, property: inputFormat(type), values, readings };
}

/** Items that are records already, or whose columns the user mapped. */
function ometriaRecords(context: IExecuteFunctions, type: RecordType | undefined): RecordSource {
	const { fields } = context.getNode().parameters;
	return type !== undefined && isMapped(fields)
		? mappedRecords(context, type, fields.value)
		: recordItems(context.getInputData(), type);
}

/** Whether the user mapped each column by hand, so that nothing is to be detected. */
function isMapped(fields: unknown): fields is { value?: unknown } {
	return isObject(fields) && fields.mappingMode === 'defineBelow';
}

/**
 * Reads the settings of each item, some of which are set.
 *
 * @param used those that the input formats of the items read
 * @param unset what is taken where one is not set
 */
function settingsReader(
	context: IExecuteFunctions,
	used: readonly FormatSettingName[],
	unset: FormatSettings,
): (item: number) => FormatSettings {
	const { [SETTINGS]: saved } = context.getNode().parameters;
	const given = used.filter((name) => mayGive(saved, name));
	return perItem(context, [SETTINGS], (parameters) => {
		parameters.checkGroup({
			displayName: 'Format Settings',
			name: SETTINGS,
			type: 'collection',
			default: {},
			options: used.map((name) => FORMAT_SETTINGS[name]),
		});
		return { ...unset, ...readFormatSettings(parameters, given) };
	});
}

/**
 * The records of a push, as Input Format says.
 *
 * @param nowMs the present, ms since the epoch
 * @throws NodeOperationError for a format that the record type does not have
 */
function readRecords(
	context: IExecuteFunctions,
	{ type, property, values, readings }: InputFormats,
	nowMs: number,
): RecordSource {
	const { parameters: saved } = context.getNode();
	const format = isChanged(saved[property.name], property)
		? runParameters(context).choice(property, values)
		: AUTO_FORMAT;
	const reading =
		format === AUTO_FORMAT && isMapped(saved.fields) ? undefined : readings.get(format);
	const ownFields = OWN_FIELDS.filter((property) => isChanged(saved[property.name], property));
	const sentOtherwise = ownFields.flatMap(({ name }) => namesRead(saved[name]));
	const used = reading?.settings ?? VALUE_SETTINGS;
	const settings: FormatSettings = {
		...NO_SETTINGS,
		nowMs,
		...(sentOtherwise.length > 0 && { sentOtherwise }),
	};
	const settingsOf = used.some((name) => mayGive(saved[SETTINGS], name))
		? settingsReader(context, used, settings)
		: () => settings;
	const source = reading
		? formattedRecords(context.getInputData(), reading, settingsOf)
		: { ...ometriaRecords(context, type), readingOf: settingsOf };
	return format !== OMETRIA_FORMAT && ownFields.includes(additionalFields)
		? withAdditionalFields(context, source)
		: source;
}

/** Parameters whose expressions are to give something for some of the items. */
const WATCHED_COLLECTION: ReadonlyArray<Watched<string | undefined>> = [
	{ property: collection, isEmpty: (text) => text === undefined },
];
const WATCHED_LISTS: ReadonlyArray<Watched<ListChanges>> = [
	{ property: addToLists, group: OPTIONS, isEmpty: ({ add }) => add.length === 0 },
	{ property: removeFromLists, group: OPTIONS, isEmpty: ({ remove }) => remove.length === 0 },
];

function readCollection(parameters: Parameters): string | undefined {
	return parameters.whereNothingIsAbsent.optionalLocator(collection, 'the name of a collection');
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
	const group = pushOptions(type);
	const formats = type === undefined || type === 'custom_event' ? undefined : formatsOf(type);
	return {
		value: 'push',
		name: 'Push',
		action,
		description,
		assistantHints: pushHints(type),
		properties: [...properties, group],
		async execute(context, session) {
			const items = context.getInputData();
			const { parameters: saved } = context.getNode();
			const { [OPTIONS]: added } = saved;
			const records = formats
				? readRecords(context, formats, session.clock.now())
				: ometriaRecords(context, type);
			const source = isChanged(saved[customFields.name], customFields)
				? withCustomFields(context, records)
				: records;
			const mergeOf = isChanged(saved[merge.name], merge)
				? perItem(context, [merge.name], (parameters) => parameters.boolean(merge))
				: undefined;
			const options = await readPushOptions(context, group, new Yielder(session.clock));
			const collectionOf = perItem(context, [collection.name], readCollection);
			const listsOf =
				(type ?? 'contact') === 'contact' &&
				[addToLists, removeFromLists].some(({ name }) => mayGive(added, name))
					? await segmentChanges(context, session)
					: undefined;
			const empty = hasExpression([saved[collection.name], added])
				? new EmptyExpressions(saved)
				: undefined;
			return await runPush(context, session, {
				type,
				source: { ...source, rowOf: rowNumbers(items) },
				file: (item) => fileName(items[item].binary),
				settings: {
					collection: empty?.watched(collectionOf, WATCHED_COLLECTION) ?? collectionOf,
					merge: (item) => source.mergeOf?.(item) ?? mergeOf?.(item) ?? true,
					reading: source.readingOf,
					...(mayGive(added, textTimezone.name) && {
						textTimezone: perItem(context, [OPTIONS], readTimezone),
					}),
					...(listsOf && { lists: empty?.watched(listsOf, WATCHED_LISTS) ?? listsOf }),
				},
				...(empty && { emptyParameters: () => empty.list() }),
				missingIds: () => missingIds(context, type),
				options,
			});
		},
	};
}
