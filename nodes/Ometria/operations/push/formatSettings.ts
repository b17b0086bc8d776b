import type { INodeProperties } from 'n8n-workflow';

import {
	COLUMN_CUSTOM_FIELD,
	COLUMN_FIELD,
	COLUMN_HEADING,
	COLUMN_ROW,
	CUSTOM_FIELD,
	FORMAT_SETTINGS,
	NOT_SENT,
} from '../../formats/settings';
import type { ColumnSettings, FormatSettingName, FormatSettings } from '../../formats/types';
import type { ValueReading } from '../../records';
import { hasPhonePlan, PHONE_COUNTRIES } from '../../records/nationalPhone';
import { isObject } from '../../utils/json';
import type { Parameters } from '../parameters';

/** What the settings are read from: the parameters of a node, or what stands for them elsewhere. */
export type SettingParameters = Pick<
	Parameters,
	'checkGroup' | 'choice' | 'list' | 'locator' | 'optionalText' | 'raw'
> & {
	wrong(property: INodeProperties, expected: string, found: unknown): Error;
};

/** Name of the collection that holds them. */
export const SETTINGS = 'formatSettings';

/** Refuses settings that are one expression and give something else. */
export function checkSettings(
	parameters: SettingParameters,
	used: readonly FormatSettingName[],
): void {
	parameters.checkGroup({
		displayName: 'Format Settings',
		name: SETTINGS,
		type: 'collection',
		default: {},
		options: used.map((name) => FORMAT_SETTINGS[name]),
	});
}

/** Settings of how values are read, which all items may have. */
export const VALUE_SETTINGS: readonly FormatSettingName[] = ['dateOrder', 'phoneCountry'];

/**
 * Reads the settings of how values are read.
 *
 * @param used those that the user can set; others are undefined, whatever is saved
 * @throws NodeOperationError for a country whose numbers cannot be read
 */
export function readValueReading(
	parameters: SettingParameters,
	used: readonly FormatSettingName[],
): ValueReading {
	const { dateOrder, phoneCountry } = FORMAT_SETTINGS;
	const order = used.includes('dateOrder')
		? parameters.optionalText(dateOrder, SETTINGS)
		: undefined;
	const country = used.includes('phoneCountry')
		? parameters.optionalText(phoneCountry, SETTINGS)?.toUpperCase()
		: undefined;
	if (order !== undefined && order !== 'dayFirst' && order !== 'monthFirst') {
		throw parameters.wrong(dateOrder, 'one of dayFirst, monthFirst', order);
	}
	if (country !== undefined && !hasPhonePlan(country)) {
		const expected = `the two letters of a country whose numbers are known: ${PHONE_COUNTRIES}`;
		throw parameters.wrong(phoneCountry, expected, country);
	}
	return { dateOrder: order, phoneCountry: country };
}

function readColumns(parameters: SettingParameters): ColumnSettings | undefined {
	const setting = FORMAT_SETTINGS.columns;
	const expected = 'rows of a column and what it is sent as';
	const given = parameters.raw(setting, expected, SETTINGS);
	if (given === undefined) return undefined;
	const rows = isObject(given) ? (given[COLUMN_ROW] ?? []) : undefined;
	if (!Array.isArray(rows)) throw parameters.wrong(setting, expected, given);
	const fields = rows.map((_, index): [string, string | undefined] => {
		const row = `${SETTINGS}.${setting.name}.${COLUMN_ROW}.${index}`;
		const aHeading = 'the heading of a column';
		// As it is: a heading may have spaces around it.
		const heading = parameters.raw(COLUMN_HEADING, aHeading, row);
		if (typeof heading !== 'string') throw parameters.wrong(COLUMN_HEADING, aHeading, heading);
		const field = parameters.optionalText(COLUMN_FIELD, row) ?? NOT_SENT;
		if (field === NOT_SENT) return [heading, undefined];
		if (field !== CUSTOM_FIELD) return [heading, field];
		const aCustomField = 'the ID of a custom field';
		const { value: customField } = parameters.locator(COLUMN_CUSTOM_FIELD, aCustomField, row);
		if (/^[^.\s]+$/.test(customField)) return [heading, `properties.${customField}`];
		throw parameters.wrong(COLUMN_CUSTOM_FIELD, aCustomField, customField);
	});
	if (fields.length === 0) return undefined;
	return { fields: new Map(fields), key: JSON.stringify(fields) };
}

function readMailchimpFile(
	parameters: SettingParameters,
	used: readonly FormatSettingName[],
): FormatSettings['mailchimpFile'] {
	const setting = FORMAT_SETTINGS.mailchimpFile;
	const given = used.includes('mailchimpFile')
		? parameters.optionalText(setting, SETTINGS)
		: undefined;
	if (given === undefined || given === 'subscribed' || given === 'nonSubscribed') return given;
	throw parameters.wrong(setting, 'one of subscribed, nonSubscribed', given);
}

/**
 * Reads the settings of an input format.
 *
 * @param used those that the format reads; others keep their defaults, whatever is saved
 * @param nowMs the present, ms since the epoch
 * @throws NodeOperationError that names the setting, what is expected and what was found
 */
export function readFormatSettings(
	parameters: SettingParameters,
	used: readonly FormatSettingName[],
	nowMs: number,
): FormatSettings {
	checkSettings(parameters, used);
	const text = (name: FormatSettingName) =>
		used.includes(name) ? parameters.optionalText(FORMAT_SETTINGS[name], SETTINGS) : undefined;
	const currency = (name: FormatSettingName) => {
		const code = text(name);
		if (code === undefined || /^[A-Z]{3}$/i.test(code)) return code?.toUpperCase();
		const expected = 'a currency code of three letters such as GBP';
		throw parameters.wrong(FORMAT_SETTINGS[name], expected, code);
	};
	const words = (name: FormatSettingName) =>
		used.includes(name)
			? parameters.list(FORMAT_SETTINGS[name], SETTINGS).map((word) => word.toLowerCase())
			: [];
	const choice = <T extends string>(name: FormatSettingName, values: readonly [T, ...T[]]): T =>
		used.includes(name) ? parameters.choice(FORMAT_SETTINGS[name], values, SETTINGS) : values[0];

	return {
		...readValueReading(parameters, used),
		columns: used.includes('columns') ? readColumns(parameters) : undefined,
		accountCurrency: currency('accountCurrency'),
		idColumn: text('idColumn'),
		idPrefix: text('idPrefix') ?? '',
		mailchimpFile: readMailchimpFile(parameters, used),
		mediaUrl: text('mediaUrl'),
		nowMs,
		noConsent: choice('noConsent', ['leaveOut', 'optOut']),
		pageUrl: text('pageUrl'),
		productCurrency: currency('productCurrency'),
		productId: choice('productId', ['id', 'sku']),
		statusesCounted: words('statusesCounted'),
		statusesNotCounted: words('statusesNotCounted'),
		statusesSkipped: words('statusesSkipped'),
		store: text('store'),
		unpaidOrders: choice('unpaidOrders', ['notCounted', 'count', 'skip']),
	};
}
