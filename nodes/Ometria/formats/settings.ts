import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { columnsOf, lineColumns } from '../records/columns';
import { customFieldLocator } from '../utils/locator';
import type { FormatRecordType, FormatSettingName, FormatSettings } from './types';

/** What Columns has beside the fields of Ometria. */
export const NOT_SENT = 'notSent';
export const CUSTOM_FIELD = 'customField';

/** The row of the setting Columns. */
export const COLUMN_ROW = 'column';

/** What stands in the row. */
export const COLUMN_HEADING: INodeProperties = {
	displayName: 'Column',
	name: 'heading',
	type: 'string',
	default: '',
	requiresDataPath: 'single',
	placeholder: 'e.g. Mobile',
	description: 'The heading of the column. Drag it here from the input.',
};
export const COLUMN_FIELD: INodeProperties = {
	displayName: 'Send As',
	name: 'field',
	type: 'options',
	options: [
		{ name: 'Custom Field', value: CUSTOM_FIELD },
		{ name: 'Do Not Send', value: NOT_SENT },
	],
	default: NOT_SENT,
	description: 'What the column is sent as',
};
export const COLUMN_CUSTOM_FIELD: INodeProperties = {
	...customFieldLocator('customField', 'Custom Field'),
	displayOptions: { show: { field: [CUSTOM_FIELD] } },
};

/** What a column is sent as: a field of the record, a custom field, or nothing. */
function columnRow(type: FormatRecordType): INodePropertyCollection {
	const fields = [...columnsOf(type), ...(type === 'order' ? lineColumns() : [])]
		.filter(({ id }) => !id.startsWith('@'))
		.map(({ id, displayName }) => ({ name: displayName, value: id }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return {
		displayName: 'Column',
		name: COLUMN_ROW,
		values: [
			COLUMN_HEADING,
			{ ...COLUMN_FIELD, options: [...(COLUMN_FIELD.options ?? []), ...fields] },
			COLUMN_CUSTOM_FIELD,
		],
	};
}

/** A setting as the operation of one type of record has it. */
export function settingFor(name: FormatSettingName, type: FormatRecordType): INodeProperties {
	const setting = FORMAT_SETTINGS[name];
	return name === 'columns' ? { ...setting, options: [columnRow(type)] } : setting;
}

/** The settings of formats, each once; a format names those that it reads. */
export const FORMAT_SETTINGS: Readonly<Record<FormatSettingName, INodeProperties>> = {
	accountCurrency: {
		displayName: 'Account Currency',
		name: 'accountCurrency',
		type: 'string',
		default: '',
		placeholder: 'e.g. GBP',
		description:
			"The reporting currency of your Ometria account. If it is also the shop's base currency, orders in other currencies carry both amounts.",
	},
	columns: {
		displayName: 'Columns',
		name: 'columns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add column',
		default: {},
		description:
			'What columns of a table are sent as, where their headings do not say it. The others are read by their headings.',
	},
	dateOrder: {
		displayName: 'Date Order',
		name: 'dateOrder',
		type: 'options',
		options: [
			{ name: 'Day First', value: 'dayFirst', description: '03/04/1990 is 3 April' },
			{ name: 'Month First', value: 'monthFirst', description: '03/04/1990 is March 4' },
		],
		default: 'dayFirst',
		description:
			'How dates such as 03/04/1990 are read. Without this setting, only those are read that leave no doubt, such as 25/12/1990.',
	},
	idColumn: {
		displayName: 'ID Column',
		name: 'idColumn',
		type: 'string',
		default: '',
		placeholder: 'e.g. Customer No',
		description:
			'The column that identifies each record. Leave empty to use the only column that can be the ID.',
	},
	idPrefix: {
		displayName: 'ID Prefix',
		name: 'idPrefix',
		type: 'string',
		default: '',
		placeholder: 'e.g. uk:',
		description:
			'Text to put before every order, customer and product ID. Use it where several shops share one Ometria account.',
	},
	mailchimpFile: {
		displayName: 'Mailchimp File',
		name: 'mailchimpFile',
		type: 'options',
		options: [
			{
				name: 'Subscribed',
				value: 'subscribed',
				description: 'The contacts agreed to marketing: an opt-in is sent',
			},
			{
				name: 'Non-Subscribed',
				value: 'nonSubscribed',
				description: 'The contacts did not agree to marketing: no consent is sent',
			},
		],
		default: 'nonSubscribed',
		description:
			"Which of Mailchimp's export files the rows are of. The files of subscribed and of non-subscribed contacts have the same columns.",
	},
	mediaUrl: {
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://shop.example',
		description: 'Address of the shop that serves the pictures, without the path',
	},
	noConsent: {
		displayName: 'No Consent on Record',
		name: 'noConsent',
		type: 'options',
		options: [
			{
				name: 'Leave Out',
				value: 'leaveOut',
				description: 'Send no marketing consent. Ometria keeps what it has.',
			},
			{
				name: 'Opt Out',
				value: 'optOut',
				description: 'Send an opt-out',
			},
		],
		default: 'leaveOut',
		description:
			'What to send for people whom the shop lists as not subscribed. An unsubscribe is always sent as an opt-out.',
	},
	pageUrl: {
		displayName: 'Page URL',
		name: 'pageUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://shop.example',
		description: 'Address of the shop, without the path, for links to product pages',
	},
	phoneCountry: {
		displayName: 'Phone Country',
		name: 'phoneCountry',
		type: 'string',
		default: '',
		placeholder: 'e.g. GB',
		description:
			'The country of phone numbers without a country code, in two letters: 07700 900123 is sent as +447700900123 for GB',
	},
	productCurrency: {
		displayName: 'Product Currency',
		name: 'productCurrency',
		type: 'string',
		default: '',
		placeholder: 'e.g. GBP',
		description: 'Currency of the product prices, which the shop does not name',
	},
	productId: {
		displayName: 'Product ID',
		name: 'productId',
		type: 'options',
		options: [
			{ name: 'ID', value: 'id', description: "The shop's number for the product" },
			{ name: 'SKU', value: 'sku', description: 'The stock keeping unit' },
		],
		default: 'id',
		description:
			'What identifies a product. Choose the same for products and orders, and for all sources of this account.',
	},
	statusesCounted: {
		displayName: 'Statuses That Count',
		name: 'statusesCounted',
		type: 'string',
		default: '',
		placeholder: 'e.g. packed, ready-for-pickup',
		description:
			'More statuses whose orders count as revenue, separated by commas. They override the defaults.',
	},
	statusesNotCounted: {
		displayName: 'Statuses That Do Not Count',
		name: 'statusesNotCounted',
		type: 'string',
		default: '',
		placeholder: 'e.g. awaiting-bank-transfer',
		description:
			'More statuses whose orders are sent but do not count as revenue, separated by commas. They override the defaults.',
	},
	statusesSkipped: {
		displayName: 'Statuses to Skip',
		name: 'statusesSkipped',
		type: 'string',
		default: '',
		placeholder: 'e.g. quote',
		description:
			'More statuses whose orders are not sent, separated by commas. They override the defaults.',
	},
	store: {
		displayName: 'Store',
		name: 'store',
		type: 'string',
		default: '',
		placeholder: 'e.g. shop.example/uk',
		description: 'The store in Ometria that the orders or product listings belong to',
	},
	unpaidOrders: {
		displayName: 'Unpaid Orders',
		name: 'unpaidOrders',
		type: 'options',
		options: [
			{ name: 'Count as Revenue', value: 'count' },
			{
				name: 'Do Not Count',
				value: 'notCounted',
				description: 'Send them. They count once they are paid and sent again.',
			},
			{ name: 'Skip', value: 'skip', description: 'Send them only once they are paid' },
		],
		default: 'notCounted',
		description: 'What to do with orders that are not paid yet',
	},
};

/** What is read where nothing was set. */
export const NO_SETTINGS: Omit<FormatSettings, 'nowMs'> = {
	idPrefix: '',
	noConsent: 'leaveOut',
	productId: 'id',
	statusesCounted: [],
	statusesNotCounted: [],
	statusesSkipped: [],
	unpaidOrders: 'notCounted',
};
