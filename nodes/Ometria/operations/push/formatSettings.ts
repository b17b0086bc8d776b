import { FORMAT_SETTINGS } from '../../formats/settings';
import type { FormatSettingName, FormatSettings } from '../../formats/types';
import type { Parameters } from '../parameters';

/** Name of the collection that holds them. */
export const SETTINGS = 'formatSettings';

/**
 * Reads the settings of an input format.
 *
 * @param used those that the format reads; others keep their defaults, whatever is saved
 * @param nowMs the present, ms since the epoch
 * @throws NodeOperationError that names the setting, what is expected and what was found
 */
export function readFormatSettings(
	parameters: Parameters,
	used: readonly FormatSettingName[],
	nowMs: number,
): FormatSettings {
	parameters.checkGroup({
		displayName: 'Format Settings',
		name: SETTINGS,
		type: 'collection',
		default: {},
		options: used.map((name) => FORMAT_SETTINGS[name]),
	});
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
		accountCurrency: currency('accountCurrency'),
		idColumn: text('idColumn'),
		idPrefix: text('idPrefix') ?? '',
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
