import { isObject } from '../../utils/json';
import { type Money, readMoney } from '../shared/money';
import type { Payload } from '../shared/payload';
import { country, internationalPhone, objectOrNothing, zonedTime } from '../shared/values';
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
	if (!isObject(value)) return value;
	const money = value[`${side}_money`] ?? value[`${side}Money`] ?? value;
	return isObject(money) ? money.amount : undefined;
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

/** The key that a payload of this kind would have, to name what is missing. */
export function keyOf(payload: Payload, rest: string, graphql: string): string {
	const { id } = payload.json;
	return typeof id === 'string' && id.startsWith('gid://') ? graphql : rest;
}

/** The email address of a customer. */
export function emailOf(customer: Payload): string | undefined {
	return (
		customer.text('email', 'email_address') ??
		customer.object('defaultEmailAddress').text('emailAddress')
	);
}

/** A customer's number that can be called from everywhere; another one is left out with a warning. */
export function phoneOf(customer: Payload): string | undefined {
	const given = customer.text('phone') ?? customer.object('defaultPhoneNumber').text('phoneNumber');
	const number = internationalPhone(given);
	if (given !== undefined && number === undefined) {
		customer.findings.add('phone_number', 'phone_left_out');
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
