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
	'choice' | 'list' | 'locator' | 'optionalText' | 'raw'
> & {
	wrong(property: INodeProperties, expected: string, found: unknown): Error;
};

/** Name of the collection that holds them. */
export const SETTINGS = 'formatSettings';

/** Settings of how values are read, which all items may have. */
export const VALUE_SETTINGS: readonly FormatSettingName[] = ['dateOrder', 'phoneCountry'];

function readDateOrder(parameters: SettingParameters): ValueReading['dateOrder'] {
	const { dateOrder } = FORMAT_SETTINGS;
	const order = parameters.optionalText(dateOrder, SETTINGS);
	if (order === undefined || order === 'dayFirst' || order === 'monthFirst') return order;
	throw parameters.wrong(dateOrder, 'one of dayFirst, monthFirst', order);
}

function readPhoneCountry(parameters: SettingParameters): string | undefined {
	const { phoneCountry } = FORMAT_SETTINGS;
	const country = parameters.optionalText(phoneCountry, SETTINGS)?.toUpperCase();
	if (country === undefined || hasPhonePlan(country)) return country;
	const expected = `the two letters of a country whose numbers are known: ${PHONE_COUNTRIES}`;
	throw parameters.wrong(phoneCountry, expected, country);
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
		// As it is, because a heading may have spaces around it.
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

function readMailchimpFile(parameters: SettingParameters): FormatSettings['mailchimpFile'] {
	const setting = FORMAT_SETTINGS.mailchimpFile;
	const given = parameters.optionalText(setting, SETTINGS);
	if (given === undefined || given === 'subscribed' || given === 'nonSubscribed') return given;
	throw parameters.wrong(setting, 'one of subscribed, nonSubscribed', given);
}

const text = (name: FormatSettingName) => (parameters: SettingParameters) =>
	parameters.optionalText(FORMAT_SETTINGS[name], SETTINGS);

const currency = (name: FormatSettingName) => (parameters: SettingParameters) => {
	const code = parameters.optionalText(FORMAT_SETTINGS[name], SETTINGS);
	if (code === undefined || /^[A-Z]{3}$/i.test(code)) return code?.toUpperCase();
	const expected = 'a currency code of three letters such as GBP';
	throw parameters.wrong(FORMAT_SETTINGS[name], expected, code);
};

const words = (name: FormatSettingName) => (parameters: SettingParameters) =>
	parameters.list(FORMAT_SETTINGS[name], SETTINGS).map((word) => word.toLowerCase());

const choice =
	<const T extends string>(name: FormatSettingName, values: readonly T[]) =>
	(parameters: SettingParameters): T =>
		parameters.choice(FORMAT_SETTINGS[name], values, SETTINGS);

/** How each setting is read; undefined is one that the user left empty. A wrong one is said in this order. */
const READERS: {
	readonly [Name in FormatSettingName]: (
		parameters: SettingParameters,
	) => FormatSettings[Name] | undefined;
} = {
	dateOrder: readDateOrder,
	phoneCountry: readPhoneCountry,
	columns: readColumns,
	accountCurrency: currency('accountCurrency'),
	idColumn: text('idColumn'),
	idPrefix: text('idPrefix'),
	mailchimpFile: readMailchimpFile,
	mediaUrl: text('mediaUrl'),
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

/**
 * Reads settings of an input format.
 *
 * @param names of those that the user may have set; others are left out, whatever is saved
 * @throws NodeOperationError that names the setting, what is expected and what was found
 */
export function readFormatSettings(
	parameters: SettingParameters,
	names: readonly FormatSettingName[],
): Partial<FormatSettings> {
	const read = Object.entries(READERS)
		.filter(([name]) => names.some((one) => one === name))
		.map(([name, reader]) => [name, reader(parameters)] as const);
	return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
