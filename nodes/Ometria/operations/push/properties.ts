import type { INodeProperties } from 'n8n-workflow';

import { AUTO_FORMAT, formatsOf, OMETRIA_FORMAT } from '../../formats/auto';
import { settingFor } from '../../formats/settings';
import type { FormatRecordType, FormatSettingName } from '../../formats/types';
import { columnsOf } from '../../records/columns';
import type { RecordType } from '../../records/index';
import { locator } from '../../utils/locator';
import { timeout } from '../readProperties';
import {
	convertTypes,
	emptyValues,
	excelDates,
	textTimezone,
	unknownFields,
	validation,
} from './checkOptions';
import { customFields } from './customFields';
import { SETTINGS, VALUE_SETTINGS } from './formatSettings';

export function inputFormat(type: FormatRecordType): INodeProperties {
	const options = formatsOf(type).map(({ name, value, description }) => ({
		name,
		value,
		description,
	}));
	options.push({
		name: 'Ometria Record',
		value: OMETRIA_FORMAT,
		description: "Items with Ometria's field names, or fields that you map below",
	});
	options.sort((a, b) => a.name.localeCompare(b.name));
	options.unshift({
		name: 'Detect Automatically',
		value: AUTO_FORMAT,
		description:
			'Each item is recognised: a row of a sheet or a database, a payload of a shop, or an Ometria record. What is not certain is refused.',
	});
	return {
		displayName: 'Input Format',
		name: 'inputFormat',
		type: 'options',
		noDataExpression: true,
		options,
		default: AUTO_FORMAT,
		description: 'What the input items are. The node converts them to Ometria records.',
		// Below it, n8n says of Map Automatically that names must be Ometria's.
		hint: 'With Detect Automatically, a sheet keeps its own headings, and a shop its own names.',
	};
}

/** Shown for some input formats only. */
function shownFor(formats: readonly string[], property: INodeProperties): INodeProperties {
	return { ...property, displayOptions: { show: { inputFormat: [...formats] } } };
}

/** How the mapper says that each column is mapped by hand, so that nothing is detected. */
const MAPPED = { '/fields.mappingMode': ['defineBelow'] };

/** The settings that the chosen format reads, or of all that may be detected. */
function formatSettings(type: FormatRecordType): INodeProperties[] {
	const formats = formatsOf(type).map(({ value, operation: { settings } }) => ({
		value,
		settings,
	}));
	const all = [...new Set(formats.flatMap(({ settings }) => settings))];
	const collectionOf = (
		settings: readonly FormatSettingName[],
		displayOptions: NonNullable<INodeProperties['displayOptions']>,
	): INodeProperties => ({
		displayName: 'Format Settings',
		name: SETTINGS,
		type: 'collection',
		placeholder: 'Add setting',
		default: {},
		displayOptions,
		options: settings
			.map((name) => settingFor(name, type))
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	});
	const only = (format: string) => ({ inputFormat: [format] });
	return [
		collectionOf(all, { show: only(AUTO_FORMAT), hide: MAPPED }),
		collectionOf(VALUE_SETTINGS, { show: { ...only(AUTO_FORMAT), ...MAPPED } }),
		collectionOf(VALUE_SETTINGS, { show: only(OMETRIA_FORMAT) }),
		...formats
			.filter(({ settings }) => settings.length > 0)
			.map(({ value, settings }) => collectionOf(settings, { show: only(value) })),
	];
}

export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"properties": {"tier": "{{ $json.tier }}"}}',
	description:
		"Fields to add to each record or to replace in it, as a JSON object with Ometria's field names. Expressions read the input item.",
};

/** How items become records, for types that other systems have too. */
export function inputProperties(
	type: FormatRecordType,
	resourceMapperMethod: string,
): INodeProperties[] {
	const formats = formatsOf(type).map(({ value }) => value);
	return [
		inputFormat(type),
		shownFor([AUTO_FORMAT, OMETRIA_FORMAT], fields(type, resourceMapperMethod)),
		...formatSettings(type),
		shownFor([AUTO_FORMAT, ...formats], additionalFields),
		customFields,
		...dryRunProperties,
		...(type === 'contact' ? [collection] : []),
		// A format decides itself whether it brings whole records.
		shownFor([AUTO_FORMAT, OMETRIA_FORMAT], merge),
	];
}

/** Source: CONTACTS, "use one collection per source" (documented). */
export const collection: INodeProperties = locator(
	'collection',
	'Collection',
	'The collection in Ometria that holds these contacts, sent as "@collection". Use a different one for each source, so that no source overwrites the data of another. For a new one, type its name. If empty, Ometria decides.',
	{ searchListMethod: 'searchOrNameCollection', placeholder: 'e.g. n8n', required: false },
);

/** Source: MERGE (documented). */
export const merge: INodeProperties = {
	displayName: 'Merge With Stored Record',
	name: 'merge',
	type: 'boolean',
	default: true,
	description:
		'Whether fields that are not sent keep their stored values ("@merge"). Turn off to replace whole records.',
};

export const batchSize: INodeProperties = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 100,
	description: 'Maximum number of records per request. Ometria takes up to 100.',
};

export const confirmSeconds: INodeProperties = {
	displayName: 'Wait for Validation (Seconds)',
	name: 'confirmSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 600 },
	default: 0,
	description:
		'How long to wait after the last request for the errors that Ometria finds when it validates the records. Records with errors count as rejected. With 0, the node does not wait.',
};

export const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to show what would be sent, without sending it',
};

export const dryRunOutput: INodeProperties = {
	displayName: 'Dry Run Output',
	name: 'dryRunOutput',
	type: 'options',
	displayOptions: { show: { dryRun: [true] } },
	options: [
		{
			name: 'Columns',
			value: 'columns',
			description:
				'One item for each column or field: what it is sent as, how many values are converted, left out, refused or doubtful, and a sample',
		},
		{
			name: 'Records',
			value: 'records',
			description: 'One item for each record, as it would be sent',
		},
	],
	default: 'records',
	description: 'What the node outputs in a dry run',
};

/** Dry Run stands in the form, as it is how a mapping is checked. */
export const dryRunProperties: readonly INodeProperties[] = [dryRun, dryRunOutput];

export const giveUpAfterSeconds: INodeProperties = {
	displayName: 'Give Up After (Seconds)',
	name: 'giveUpAfterSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86400 },
	default: 900,
	description:
		'How long to keep trying to deliver one request before it counts as failed. Outages shorter than this are bridged.',
};

export const includeRecordIds: INodeProperties = {
	displayName: 'Include Record IDs',
	name: 'includeRecordIds',
	type: 'boolean',
	default: false,
	description:
		'Whether the output item of each request lists the IDs of its records. It is linked to its input items in any case.',
};

export const maxRetries: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 20 },
	default: 5,
	description:
		'How often to repeat a request at most after a timeout, a lost connection or a server error. Without this option it is repeated until Give Up After. Waiting for the rate limit does not count.',
};

export const onRejected: INodeProperties = {
	displayName: 'If Records Are Rejected',
	name: 'onRejected',
	type: 'options',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description: 'Count rejected records as failed, at the end of the run',
		},
		{
			name: 'Only Report',
			value: 'report',
			description: 'Count rejected records in the output without failing the node',
		},
	],
	default: 'fail',
	description: 'What to do when Ometria rejects records',
};

export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'One Item per Request', value: 'requests' },
		{ name: 'One Item per Record', value: 'records' },
		{ name: 'Summary', value: 'summary', description: 'One item for the whole run' },
	],
	default: 'requests',
	description: 'What the node outputs for the records that Ometria received',
};

/** Name of a row of the options that name segments. */
export const SEGMENT_ROW = 'segment';

/** The one parameter of the row. */
export const optionSegment: INodeProperties = locator(
	'segmentId',
	'Segment',
	'A static segment, by its ID or its name. An expression can give several.',
	{ searchListMethod: 'searchStaticSegments', placeholder: 'e.g. 1234', required: false },
);

const segments = (name: string, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add segment',
	default: {},
	description,
	options: [{ displayName: 'Segment', name: SEGMENT_ROW, values: [optionSegment] }],
});

export const addToLists = segments(
	'addToLists',
	'Add to Segments',
	'Static segments to add the contacts to',
);
export const removeFromLists = segments(
	'removeFromLists',
	'Remove From Segments',
	'Static segments to remove the contacts from',
);

/** Name of the collection of options. */
export const OPTIONS = 'options';

const optionsOf = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: OPTIONS,
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options,
});

/** How requests are made. n8n groups no options, so these stand behind those that a user needs more often. */
const requestOptions = [giveUpAfterSeconds, includeRecordIds, maxRetries, timeout];

/** The options of operations that make the records themselves. */
export const sendingOptions = optionsOf([
	onRejected,
	output,
	confirmSeconds,
	batchSize,
	...requestOptions,
]);

/** The options of a push. */
export function pushOptions(type: RecordType | undefined): INodeProperties {
	const ofContacts = type === 'contact';
	return optionsOf([
		...(ofContacts ? [addToLists] : []),
		emptyValues,
		excelDates,
		onRejected,
		output,
		...(ofContacts ? [removeFromLists] : []),
		textTimezone,
		unknownFields,
		validation,
		confirmSeconds,
		batchSize,
		convertTypes,
		...requestOptions,
	]);
}

/**
 * How items become records.
 *
 * @param type whose fields the mapper has: n8n's assistants cannot call the method that lists them
 */
export function fields(type: RecordType, resourceMapperMethod: string): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		builderHint: {
			propertyHint: `Keys of value with mappingMode "defineBelow": ${columnsOf(type)
				.map(({ id, required }) => (required ? `${id} (required)` : id))
				.join(', ')}`,
		},
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod,
				// In this mode the editor marks what is required, and keeps it from being removed.
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				supportAutoMap: true,
			},
		},
		description: `Map Automatically: ${
			type === 'custom_event'
				? "each item is a record with Ometria's field names"
				: 'each item is read as Input Format says'
		}. Map Each Column Manually: drag fields of the input to columns, or write expressions.`,
	};
}
