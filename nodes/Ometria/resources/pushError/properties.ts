import type { INodeProperties } from 'n8n-workflow';

import { timeout } from '../../operations/readProperties';
import { RECORD_TYPE_LABELS } from '../../records';

const ids = (displayName: string, what: string, placeholder: string) => ({
	displayName,
	type: 'string' as const,
	default: '',
	placeholder,
	description: `${what} Separate several by commas, or give a list.`,
});

export const emails = {
	name: 'emails' as const,
	...ids(
		'Emails',
		"Only errors of records with these emails: of a contact, an order's customer or a custom event.",
		'e.g. ada@shop.example, bob@shop.example',
	),
};

export const recordIds = {
	name: 'recordIds' as const,
	...ids('Record IDs', 'Only errors of records with these IDs.', 'e.g. c-1001, c-1002'),
};

export const recordTypes = {
	displayName: 'Record Types',
	name: 'recordTypes' as const,
	type: 'multiOptions' as const,
	options: Object.entries(RECORD_TYPE_LABELS).map(([value, name]) => ({ name, value })),
	default: [],
	description: 'Only errors of records of these types',
};

export const requestIds = {
	name: 'requestIds' as const,
	...ids(
		'Request IDs',
		'Only errors of these requests: the "request_id" in the output of Push.',
		'e.g. 0b0f6c3e-0000-4000-8000-000000000001',
	),
};

export const since: INodeProperties = {
	displayName: 'Since',
	name: 'since',
	type: 'dateTime',
	default: '',
	description: 'Only errors found at this time or later. Errors without a time are kept.',
};

/** Which errors are wanted; shared by Get Many and the trigger. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description:
		'Ometria lists the latest errors of the whole account, and the node applies the filters afterwards',
	options: [emails, recordIds, recordTypes, requestIds, since],
};

export const includeRecord: INodeProperties = {
	displayName: 'Include Record',
	name: 'includeRecord',
	type: 'boolean',
	default: false,
	description: 'Whether to output the record as it was pushed. It holds personal data.',
};

export const onlyInputRequests: INodeProperties = {
	displayName: 'Only Requests of Input Items',
	name: 'onlyInputRequests',
	type: 'boolean',
	default: false,
	description:
		'Whether to return only errors of the requests in the "request_id" of the input items. Connect the output of Push here: one call serves all items.',
};

export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 50,
	description: 'Max number of results to return',
};

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [includeRecord, timeout],
};
