import type { Payload } from '../shared/payload';
import { readBoolean, wholeNumber } from '../shared/values';
import type { MappingRow } from '../types';

/** Whether Shopify counts the stock of a variant; undefined where the payload does not say. */
function isTracked(variant: Payload): boolean | undefined {
	const item = variant.object('inventoryItem');
	const tracked = item.read(['tracked'], readBoolean, 'true or false');
	if (tracked !== undefined) return tracked;
	// REST until API 2024-04: the service that counts, or null. Later the key is gone.
	if (!variant.has('inventory_management')) return undefined;
	const service = variant.json.inventory_management;
	return service === null ? false : typeof service === 'string' ? true : undefined;
}

export const STOCK_MAPPING: MappingRow = {
	field: 'is_in_stock',
	source:
		'variants[].inventory_management, inventory_policy, inventory_quantity; variants[].inventoryItem.tracked, availableForSale, inventoryPolicy, inventoryQuantity',
	rule: 'true if the stock is not counted, if there is some, or if it is sold without; false only if the stock is counted, is 0 and the policy is deny, or if availableForSale is false. Left out where the payload leaves it open: REST does not say since API 2024-07 whether stock is counted. Products: true with any variant, false if all are known to be false',
};

/**
 * Whether a variant can be bought; undefined where the payload leaves it open. A stock of 0 alone
 * says nothing, as it may not be counted.
 */
export function isInStock(variant: Payload): boolean | undefined {
	const tracked = isTracked(variant);
	if (tracked === false) return true;
	const forSale = variant.read(['availableForSale'], readBoolean, 'true or false');
	if (forSale !== undefined) return forSale;
	const policy = variant.text('inventory_policy', 'inventoryPolicy')?.toLowerCase();
	if (policy === 'continue') return true;
	const quantity = variant.read(
		['inventory_quantity', 'inventoryQuantity'],
		wholeNumber,
		'a whole number',
	);
	if (quantity === undefined) return undefined;
	if (quantity > 0) return true;
	return tracked === true && policy === 'deny' ? false : undefined;
}

/** A product is in stock with any of its variants; it is not when all are known not to be. */
export function isAnyInStock(stocks: ReadonlyArray<boolean | undefined>): boolean | undefined {
	if (stocks.includes(true)) return true;
	return stocks.length > 0 && stocks.every((stock) => stock === false) ? false : undefined;
}
