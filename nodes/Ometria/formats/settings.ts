import type { INodeProperties } from 'n8n-workflow';

import type { FormatSettingName } from './types';

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
