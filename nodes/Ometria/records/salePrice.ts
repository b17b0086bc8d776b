import { isObject, without } from '../utils/json';
import type { RecordFindings } from './findings';
import type { JsonRecord } from './types';

/** A price of 0, and one that is not below the full price, say that there is no sale. */
function withoutFalseSale(findings: RecordFindings, object: JsonRecord): JsonRecord {
	const { special_price: sale, price } = object;
	if (typeof sale !== 'number') return object;
	if (sale === 0) findings.add('special_price', 'zero_sale_price');
	else if (typeof price === 'number' && sale >= price) {
		findings.add('special_price', 'sale_price_not_lower', { value: sale, price });
	} else return object;
	return findings.rules.emptyValues === 'leaveOutEmptyTextsAndNulls'
		? without(object, 'special_price')
		: { ...object, special_price: null };
}

/**
 * Sends null for prices of a product that are not sale prices, where values are converted: shops and sheets
 * write 0 or the full price where there is no sale.
 */
export function withoutFalseSales(findings: RecordFindings, product: JsonRecord): JsonRecord {
	if (!findings.rules.convertTypes) return product;
	const checked = withoutFalseSale(findings, product);
	const { listings } = checked;
	if (!Array.isArray(listings)) return checked;
	let copy: unknown[] | undefined;
	findings.enter('listings');
	for (const [index, listing] of (listings as unknown[]).entries()) {
		if (!isObject(listing)) continue;
		findings.enter(index);
		const sale = withoutFalseSale(findings, listing);
		findings.leave();
		if (sale !== listing) (copy ??= [...(listings as unknown[])])[index] = sale;
	}
	findings.leave();
	return copy ? { ...checked, listings: copy } : checked;
}
