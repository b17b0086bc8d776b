import { isObject, without } from '../utils/json';
import type { RecordFindings } from './findings';
import type { JsonRecord } from './types';

/** A price of 0, and one that is not below the full price, say that there is no sale. */
function isNoSale({ special_price: sale, price }: JsonRecord): boolean {
	if (typeof sale !== 'number') return false;
	return sale === 0 || (typeof price === 'number' && sale >= price);
}

function withoutFalseSale(findings: RecordFindings, object: JsonRecord): JsonRecord {
	if (!isNoSale(object)) return object;
	const { special_price: value, price } = object;
	findings.add('special_price', 'no_sale', { value: Number(value), price });
	return findings.rules.emptyValues === 'leaveOutEmptyTextsAndNulls'
		? without(object, 'special_price')
		: { ...object, special_price: null };
}

/**
 * Sends null for sale prices of a product that are none, where values are converted: shops and sheets
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
