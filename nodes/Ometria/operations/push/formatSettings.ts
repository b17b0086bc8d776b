import type { IExecuteFunctions } from 'n8n-workflow';

import { FORMAT_SETTINGS } from '../../formats/settings';
import type { FormatSettingName, FormatSettings } from '../../formats/types';
import { isObject } from '../../utils/json';
import { wrongParameter } from '../../utils/wrongParameter';

/**
 * Reads the settings of an input format, once for all items.
 *
 * @param used those that the format reads; others keep their defaults, whatever is saved
 * @throws NodeOperationError that names the setting, what is expected and what was found
 */
export function readFormatSettings(
	context: IExecuteFunctions,
	used: readonly FormatSettingName[],
): FormatSettings {
	const saved: unknown = context.getNodeParameter('formatSettings', 0, {});
	const given = isObject(saved) ? saved : {};

	const wrong = (name: FormatSettingName, expected: string, found: unknown) => {
		const parameter = FORMAT_SETTINGS[name].displayName;
		return wrongParameter(context.getNode(), { parameter, expected, found });
	};
	const text = (name: FormatSettingName, expected = 'a text'): string | undefined => {
		const value = used.includes(name) ? given[name] : undefined;
		if (value === undefined || value === null) return undefined;
		const isText = typeof value === 'string' || typeof value === 'number';
		if (!isText) throw wrong(name, expected, value);
		return String(value).trim() || undefined;
	};
	const currency = (name: FormatSettingName): string | undefined => {
		const code = text(name)?.toUpperCase();
		if (code === undefined || /^[A-Z]{3}$/.test(code)) return code;
		throw wrong(name, 'a currency code of three letters such as GBP', given[name]);
	};
	const words = (name: FormatSettingName): string[] =>
		(text(name, 'words separated by commas') ?? '')
			.split(',')
			.map((word) => word.trim().toLowerCase())
			.filter((word) => word !== '');
	const choice = <T extends string>(name: FormatSettingName, values: readonly T[]): T => {
		const value = text(name) ?? FORMAT_SETTINGS[name].default;
		const found = values.find((candidate) => candidate === value);
		if (found === undefined) throw wrong(name, `one of ${values.join(', ')}`, value);
		return found;
	};

	return {
		accountCurrency: currency('accountCurrency'),
		idColumn: text('idColumn'),
		idPrefix: text('idPrefix') ?? '',
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
}
