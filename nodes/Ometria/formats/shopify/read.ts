import { readMoney, type Money } from '../shared/money';
import type { Payload } from '../shared/payload';
import { country, internationalPhone, isJson, objectOrNothing, zonedTime } from '../shared/values';
import type { Json } from '../types';

/** The name of the format, as users see it. */
export const SHOPIFY = 'Shopify';

/** Shop money is in the shop's currency, presentment money in the one that the shopper saw. */
export type Side = 'shop' | 'presentment';

/**
 * An amount of REST ("19.00"), of a bag with both currencies (`price_set`, `priceSet`), or of
 * GraphQL's `{ amount, currencyCode }`.
 */
function amountIn(value: unknown, side: Side): unknown {
	if (!isJson(value)) return value;
	const money = value[`${side}_money`] ?? value[`${side}Money`] ?? value;
	return isJson(money) ? money.amount : undefined;
}

/** The amount at the first of the keys that has a value; an unreadable one refuses the payload. */
export function amount(
	payload: Payload,
	keys: readonly string[],
	side: Side = 'shop',
): Money | undefined {
	return payload.read(keys, (value) => readMoney(amountIn(value, side)), 'an amount such as 19.90');
}

/** A point in time; Shopify gives all with their zone. */
export function time(payload: Payload, ...keys: readonly string[]): string | undefined {
	return payload.read(keys, zonedTime, 'a time with its zone as in 2026-01-15T10:05:00Z');
}

/**
 * The number that identifies an object. REST gives 8801 and GraphQL gid://shopify/Customer/8801 for
 * the same customer.
 */
export function shopifyId(payload: Payload, ...keys: readonly string[]): string | undefined {
	const id = payload.id(...keys);
	if (id === undefined || /^\d+$/.test(id)) return id;
	payload.refuse(keys.find((key) => payload.has(key)) ?? keys[0], "a number of Shopify's");
	return undefined;
}

/** A number that can be called from everywhere; another one is left out with a warning. */
export function phone(payload: Payload, ...keys: readonly string[]): string | undefined {
	const given = payload.text(...keys);
	const number = internationalPhone(given);
	if (given !== undefined && number === undefined) {
		payload.findings.warn('phone_number', 'has no country code and is left out');
	}
	return number;
}

export function countryCode(payload: Payload): string | undefined {
	return country(payload.text('country_code', 'countryCodeV2', 'countryCode'));
}

/** An address as Ometria has it, without a street; undefined where the payload says nothing. */
export function address(payload: Payload): Json | undefined {
	return objectOrNothing({
		city: payload.text('city'),
		state: payload.text('province'),
		postcode: payload.text('zip'),
		country_code: countryCode(payload),
	});
}
