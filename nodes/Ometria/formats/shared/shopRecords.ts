import type { Findings } from '../../records/findings';
import { LONGEST_ORDER_ID } from '../../records/schemas/order';
import type { FormatSettings, Json } from '../types';
import { type Money, readMoney, toNumber } from './money';
import { Payload } from './payload';
import { utcTime, withoutUndefined, zonedTime } from './values';

export const AMOUNT = 'an amount such as 19.90';
export const UTC_TIME = 'a time such as 2026-01-15T10:05:00';

/** Below it an amount is the noise of a binary float: PHP writes 7.1e-15 where it means 0. */
const SMALLEST_AMOUNT = 0.00005;

/** The id with the user's prefix. */
export function prefixed(id: string | undefined, settings: FormatSettings): string | undefined {
	return id === undefined ? undefined : `${settings.idPrefix}${id}`;
}

/** An amount that may be missing; what is there and is not an amount is refused. */
export function amount(payload: Payload, ...keys: readonly string[]): Money | undefined {
	return payload.read(keys, readAmount, AMOUNT);
}

function readAmount(value: unknown): Money | undefined {
	return typeof value === 'number' && Math.abs(value) < SMALLEST_AMOUNT ? 0n : readMoney(value);
}

/** The same as a JSON number. */
export function amountNumber(payload: Payload, ...keys: readonly string[]): number | undefined {
	return numberOf(amount(payload, ...keys));
}

export function numberOf(money: Money | undefined): number | undefined {
	return money === undefined ? undefined : toNumber(money);
}

export function absolute(money: Money): Money {
	return money < 0n ? -money : money;
}

/** An amount as Ometria has discounts: 0 or less, whatever sign the shop gives it. */
export function asDiscount(money: Money | undefined): number | undefined {
	return money === undefined ? undefined : toNumber(-absolute(money));
}

/** A time that the shop documents as UTC; MySQL's zero date (0000-00-00) is none. */
export function shopTime(payload: Payload, key: string): string | undefined {
	const value = payload.json[key];
	if (typeof value === 'string' && value.trim().startsWith('0000')) return undefined;
	return payload.read([key], (given) => zonedTime(utcTime(given)), UTC_TIME);
}

/** The value, which must be there. */
export function required<T>(
	payload: Payload,
	key: string,
	value: T | undefined,
	expected: string,
): T | undefined {
	if (value === undefined) payload.refuse(key, expected);
	return value;
}

/** The object at a key; PHP writes an empty one as an empty list. */
export function phpObject(payload: Payload, key: string): Payload {
	const value = payload.json[key];
	return Array.isArray(value) && value.length === 0 ? payload.part({}, key) : payload.object(key);
}

/** The order's id with its prefix, refused where Ometria may not take it. */
export function orderId(
	order: Payload,
	key: string,
	id: string | undefined,
	settings: FormatSettings,
): string | undefined {
	const whole = prefixed(required(order, key, id, 'the ID of the order'), settings);
	if (whole !== undefined && whole.length > LONGEST_ORDER_ID) {
		order.findings.add(order.at(key), 'order_id_too_long', { id: whole, most: LONGEST_ORDER_ID });
	}
	return whole;
}

/** What an unknown status's item is refused with, as no status is guessed. */
export function refuseStatus(order: Payload, key: string, status: string): void {
	order.findings.add(order.at(key), 'unknown_status', { status });
}

export function checkStore(store: string | undefined, findings: Findings): void {
	if (store === undefined) findings.add('store', 'no_store');
}

/**
 * The listing of a product in the store of the settings, with the product's own values.
 *
 * @returns undefined where one of the fields that each listing has is not known
 */
export function listings(
	product: Json,
	settings: FormatSettings,
	findings: Findings,
): Json[] | undefined {
	const { store, productCurrency: currency } = settings;
	const { title, price, special_price, is_active, url, image_url } = product;
	if (store === undefined || currency === undefined) {
		findings.add('listings', 'listings_left_out');
		return undefined;
	}
	if (title === undefined || price === undefined) return undefined;
	return [
		withoutUndefined({ store, currency, title, price, special_price, is_active, url, image_url }),
	];
}
