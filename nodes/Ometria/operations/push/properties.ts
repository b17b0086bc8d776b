import type { INodeProperties } from 'n8n-workflow';

import { INPUT_FORMATS } from '../../formats';
import { FORMAT_SETTINGS } from '../../formats/settings';
import type { FormatRecordType } from '../../formats/types';
import type { RecordType } from '../../records/index';
import { timeout } from '../readProperties';
import { customFields } from './customFields';
import { SETTINGS } from './formatSettings';

/** The value of Input Format for items that are Ometria records already, or mapped by hand. */
export const OMETRIA_FORMAT = 'ometria';

function formatsOf(type: FormatRecordType) {
	return INPUT_FORMATS.flatMap((format) => {
		const operation = format.operations[type];
		return operation ? [{ ...format, operation }] : [];
	});
}

export function inputFormat(type: FormatRecordType): INodeProperties {
	const options = formatsOf(type).map(({ name, value, description }) => ({
		name,
		value,
		description,
	}));
	options.push({
		name: 'Ometria Record',
		value: OMETRIA_FORMAT,
		description: 'Fields are named as in Ometria, or mapped below',
	});
	return {
		displayName: 'Input Format',
		name: 'inputFormat',
		type: 'options',
		noDataExpression: true,
		options: options.sort((a, b) => a.name.localeCompare(b.name)),
		default: OMETRIA_FORMAT,
		description: 'What the input items are: the node makes Ometria records of them',
	};
}

/** Shown for some input formats only. */
function shownFor(formats: readonly string[], property: INodeProperties): INodeProperties {
	return { ...property, displayOptions: { show: { inputFormat: [...formats] } } };
}

/** Only the settings that the chosen format reads: one collection for each format that has any. */
function formatSettings(type: FormatRecordType): INodeProperties[] {
	return formatsOf(type)
		.filter(({ operation }) => operation.settings.length > 0)
		.map(({ value, operation }) =>
			shownFor([value], {
				displayName: 'Format Settings',
				name: SETTINGS,
				type: 'collection',
				placeholder: 'Add setting',
				default: {},
				options: operation.settings
					.map((name) => FORMAT_SETTINGS[name])
					.sort((a, b) => a.displayName.localeCompare(b.displayName)),
			}),
		);
}

export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"properties": {"tier": "{{ $json.tier }}"}}',
	description:
		'Fields to lay over each record, as a JSON object with the names of Ometria. Expressions read the input item.',
};

/** How items become records, for types that other systems have too. */
export function inputProperties(
	type: FormatRecordType,
	resourceMapperMethod: string,
): INodeProperties[] {
	const formats = formatsOf(type).map(({ value }) => value);
	return [
		inputFormat(type),
		shownFor([OMETRIA_FORMAT], fields(resourceMapperMethod)),
		...formatSettings(type),
		shownFor(formats, additionalFields),
		customFields,
		...(type === 'contact' ? [collection] : []),
		// A format decides itself whether it brings whole records.
		shownFor([OMETRIA_FORMAT], merge),
	];
}

/** Source: CONTACTS, "use one collection per source" (documented). */
export const collection: INodeProperties = {
	displayName: 'Collection',
	name: 'collection',
	type: 'string',
	default: '',
	placeholder: 'e.g. n8n',
	description:
		'The collection in Ometria that holds these contacts, sent as "@collection". Use a different one for each source, so that one source cannot overwrite what another knows. Empty: Ometria decides.',
};

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
	description: 'How many records to send per request at most. Ometria takes up to 100.',
};

export const confirmSeconds: INodeProperties = {
	displayName: 'Confirm (Seconds)',
	name: 'confirmSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 600 },
	default: 0,
	description:
		'How long to wait after the last request for the errors that Ometria finds when it validates the records. Records it names count as rejected. 0 does not wait.',
};

export const convertTypes: INodeProperties = {
	displayName: 'Convert Types',
	name: 'convertTypes',
	type: 'boolean',
	default: true,
	description:
		'Whether to convert values to the types Ometria expects where nothing is lost by it: numbers to text IDs, text to numbers and booleans, dates to ISO 8601. See Time Zone of Texts for times without a zone.',
};

export const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to output the records as they would be sent, without sending any',
};

export const emptyValues: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	options: [
		{
			name: 'Leave Out Empty Texts',
			value: 'leaveOutEmptyTexts',
			description: 'Empty cells are not sent; null is, and may delete what Ometria has',
		},
		{
			name: 'Leave Out Empty Texts and Nulls',
			value: 'leaveOutEmptyTextsAndNulls',
			description: 'For databases in which null means unknown',
		},
		{
			name: 'Send All',
			value: 'sendAll',
			description: 'Empty texts are sent too, and may delete what Ometria has',
		},
	],
	default: 'leaveOutEmptyTexts',
	description:
		'Which empty values of fields that Ometria documents to leave out. Custom fields in properties are sent as they are.',
};

export const excelDates: INodeProperties = {
	displayName: 'Excel Dates',
	name: 'excelDates',
	type: 'options',
	options: [
		{ name: 'Convert', value: 'convert', description: '33217 is 1990-12-10' },
		{ name: 'Refuse', value: 'refuse', description: 'Records that have any count as invalid' },
	],
	default: 'refuse',
	description:
		'What to do with numbers in date fields that are the day numbers of a spreadsheet, which n8n gives for the date cells of XLSX files',
};

export const giveUpAfterSeconds: INodeProperties = {
	displayName: 'Give Up After (Seconds)',
	name: 'giveUpAfterSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86400 },
	default: 900,
	description: 'How long to keep trying to deliver one request before it counts as failed',
};

export const includeRecordIds: INodeProperties = {
	displayName: 'Include Record IDs',
	name: 'includeRecordIds',
	type: 'boolean',
	default: false,
	description:
		'Whether the item of each request lists the IDs of its records. The links to the input items are there without them.',
};

export const maxRetries: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 20 },
	default: 5,
	description:
		'How often to repeat a request after a time-out, a lost connection or a server-side failure. Waiting for the rate limit does not count.',
};

export const onRejected: INodeProperties = {
	displayName: 'On Rejected',
	name: 'onRejected',
	type: 'options',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description: 'Records that Ometria rejects count as failed, at the end of the run',
		},
		{
			name: 'Only Report',
			value: 'report',
			description: 'Rejected records are counted in the output and do not fail the node',
		},
	],
	default: 'fail',
	description: 'What to do when Ometria rejects records on receipt',
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
	description: 'What the node outputs for what was received',
};

export const textTimezone: INodeProperties = {
	displayName: 'Time Zone of Texts',
	name: 'textTimezone',
	type: 'string',
	default: '',
	placeholder: 'e.g. UTC or Europe/Paris',
	description:
		"The time zone (IANA name) of times that name none, such as 2026-03-29 10:00. Empty: the workflow's.",
};

export const unknownFields: INodeProperties = {
	displayName: 'Unknown Fields',
	name: 'unknownFields',
	type: 'options',
	options: [
		{ name: 'Drop', value: 'drop', description: 'Leave them out' },
		{
			name: 'Move to Properties',
			value: 'moveToProperties',
			description: 'Send them as custom fields',
		},
		{ name: 'Reject', value: 'reject', description: 'Records that have any count as invalid' },
		{ name: 'Send', value: 'send', description: 'Send them as they are, and say so' },
	],
	default: 'send',
	description: 'What to do with fields that Ometria does not document',
};

export const validation: INodeProperties = {
	displayName: 'Validation',
	name: 'validation',
	type: 'options',
	options: [
		{ name: 'Off', value: 'off', description: 'Check only what sending needs: type, ID and size' },
		{
			name: 'Standard',
			value: 'standard',
			description: 'Stop what is certain to fail, warn of what is doubtful',
		},
		{ name: 'Strict', value: 'strict', description: 'Stop what is doubtful, too' },
	],
	default: 'standard',
	description:
		'How to check records before they are sent. Ometria itself checks them only after it has received them.',
};

const segments = (name: string, displayName: string, what: string): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'loadSegments' },
	default: [],
	description: `${what}. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
});

export const addToLists = segments(
	'addToLists',
	'Add to Segment Names or IDs',
	'Static segments to add the contacts to',
);
export const removeFromLists = segments(
	'removeFromLists',
	'Remove From Segment Names or IDs',
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

/** The options of operations that make the records themselves. */
export const sendingOptions = optionsOf([
	batchSize,
	confirmSeconds,
	dryRun,
	giveUpAfterSeconds,
	includeRecordIds,
	maxRetries,
	onRejected,
	output,
	timeout,
]);

/** The options of a push. */
export function pushOptions(type: RecordType | undefined): INodeProperties {
	const ofContacts = type === 'contact';
	return optionsOf([
		...(ofContacts ? [addToLists] : []),
		batchSize,
		confirmSeconds,
		convertTypes,
		dryRun,
		emptyValues,
		excelDates,
		giveUpAfterSeconds,
		includeRecordIds,
		maxRetries,
		onRejected,
		output,
		...(ofContacts ? [removeFromLists] : []),
		textTimezone,
		timeout,
		unknownFields,
		validation,
	]);
}

/** How items become records. */
export function fields(resourceMapperMethod: string): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod,
				// In this mode the editor marks what is required, and keeps it from being removed.
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				supportAutoMap: true,
			},
		},
		description:
			'Map automatically: each item is a record, its fields named as in Ometria (fast, also for many items). Map each column: expressions are evaluated for every item.',
	};
}
