import type { INodeProperties } from 'n8n-workflow';

import { EMPTY_VALUES, EXCEL_DATES, UNKNOWN_FIELDS, VALIDATIONS } from '../../records/types';

export const convertTypes: INodeProperties = {
	displayName: 'Convert Types',
	name: 'convertTypes',
	type: 'boolean',
	default: true,
	description:
		'Whether to convert values to the types that Ometria expects where nothing is lost: numbers to text IDs, text to numbers and booleans, dates to ISO 8601. For times without a zone, see Time Zone of Texts.',
};

export const emptyValues: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	options: [
		{
			name: 'Leave Out Empty Texts',
			value: 'leaveOutEmptyTexts',
			description: 'Leave out empty cells. Send null, which may delete stored values.',
		},
		{
			name: 'Leave Out Empty Texts and Nulls',
			value: 'leaveOutEmptyTextsAndNulls',
			description: 'Choose this for databases in which null means unknown',
		},
		{
			name: 'Send All',
			value: 'sendAll',
			description: 'Send empty texts too, which may delete stored values',
		},
	],
	default: 'leaveOutEmptyTexts',
	description:
		'Which empty values to leave out of the fields that Ometria documents. Custom fields in "properties" are sent as they are.',
};

export const excelDates: INodeProperties = {
	displayName: 'Excel Dates',
	name: 'excelDates',
	type: 'options',
	options: [
		{ name: 'Convert', value: 'convert', description: 'Send 33217 as 1990-12-10' },
		{ name: 'Refuse', value: 'refuse', description: 'Records with day numbers count as invalid' },
	],
	default: 'refuse',
	description: 'What to do with the day numbers that n8n gives for date cells of XLSX files',
};

export const textTimezone: INodeProperties = {
	displayName: 'Time Zone of Texts',
	name: 'textTimezone',
	type: 'string',
	default: '',
	placeholder: 'e.g. UTC or Europe/Paris',
	description:
		"The time zone (IANA name) of times without one, such as 2026-03-29 10:00. If empty, the workflow's time zone.",
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
		{
			name: 'Reject',
			value: 'reject',
			description: 'Records with unknown fields count as invalid',
		},
		{ name: 'Send', value: 'send', description: 'Send them as they are, with a warning' },
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
			description: 'Stop records that are certain to fail, and warn of doubtful values',
		},
		{ name: 'Strict', value: 'strict', description: 'Stop records with doubtful values, too' },
	],
	default: 'standard',
	description:
		'How to check records before they are sent. Ometria checks them only after it has received them.',
};

/** The values of the options that are a choice. */
export const CHECK_CHOICES = {
	emptyValues: EMPTY_VALUES,
	excelDates: EXCEL_DATES,
	unknownFields: UNKNOWN_FIELDS,
	validation: VALIDATIONS,
};
