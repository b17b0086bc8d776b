import { isObject } from '../../utils/json';
import { type Money, readMoney } from '../shared/money';
import type { Payload } from '../shared/payload';
import { AMOUNT } from '../shared/shopRecords';
import {
	country,
	currency,
	isBlank,
	objectOrNothing,
	phoneNumber,
	zonedTime,
} from '../shared/values';
import type { Json, MappingRow } from '../types';

/** The name of the format, as users see it. */
export const SHOPIFY = 'Shopify';

/** Shop money is in the shop's currency, presentment money in the one that the shopper saw. */
export type Side = 'shop' | 'presentment';

/** Keys of a bag of money, which has the amount in one currency or in both. */
const SIDE_KEYS: Readonly<Record<Side, readonly [rest: string, graphql: string]>> = {
	shop: ['shop_money', 'shopMoney'],
	presentment: ['presentment_money', 'presentmentMoney'],
};
const BAG_KEYS = [...SIDE_KEYS.shop, ...SIDE_KEYS.presentment];
const MONEY_KEYS = ['amount', 'currencyCode', 'currency_code'];

function hasOneOf(value: Json, keys: readonly string[]): boolean {
	for (const key of keys) if (Object.hasOwn(value, key)) return true;
	return false;
}

/**
 * One side of a bag (`price_set`, `priceSet`) or GraphQL's `{ amount, currencyCode }`; undefined
 * where the query did not ask for it.
 */
function moneyIn(value: Json, side: Side): unknown {
	if (!hasOneOf(value, BAG_KEYS)) return side === 'shop' ? value : undefined;
	const [rest, graphql] = SIDE_KEYS[side];
	return value[rest] ?? value[graphql];
}

/** An amount of REST ("19.00"), of a bag, or of GraphQL; blank where the payload does not say it. */
function amountIn(value: unknown, side: Side): unknown {
	if (!isObject(value)) return value;
	if (!hasOneOf(value, BAG_KEYS) && !hasOneOf(value, MONEY_KEYS)) return value;
	const money = moneyIn(value, side);
	return isObject(money) ? money.amount : money;
}

/** The amount at the first of the keys that has one; an unreadable one refuses the payload. */
export function amount(
	payload: Payload,
	keys: readonly string[],
	side: Side = 'shop',
): Money | undefined {
	for (const key of keys) {
		const given = amountIn(payload.json[key], side);
		if (isBlank(given)) continue;
		const money = readMoney(given);
		if (money === undefined) payload.refuse(key, AMOUNT);
		return money;
	}
	return undefined;
}

/** The sum of the amounts of some rows; undefined where one of them has none. */
export function amountOfAll(
	rows: readonly Payload[] | undefined,
	keys: readonly string[],
): Money | undefined {
	let total = 0n;
	for (const row of rows ?? []) {
		const own = amount(row, keys);
		if (own === undefined) return undefined;
		total += own;
	}
	return rows && total;
}

/** The currency that an amount names, at the first of the keys that has one. */
export function currencyOf(
	payload: Payload,
	keys: readonly string[],
	side: Side,
): string | undefined {
	for (const key of keys) {
		const value = payload.json[key];
		const money = isObject(value) ? moneyIn(value, side) : undefined;
		const found = isObject(money) && currency(money.currencyCode ?? money.currency_code);
		if (typeof found === 'string') return found;
	}
	return undefined;
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
	const number = phoneNumber(given);
	if (given !== undefined && number === undefined) {
		customer.findings.add('phone_number', 'phone_left_out');
	}
	return number;
}

export function countryCode(payload: Payload): string | undefined {
	return country(payload.text('country_code', 'countryCodeV2', 'countryCode'));
}

export const addressMapping = (of: 'billing' | 'shipping'): readonly MappingRow[] => [
	{
		field: `${of}_address > city`,
		source: `${of}_address.city, ${of}Address.city`,
		rule: '',
	},
	{
		field: `${of}_address > state`,
		source: `${of}_address.province, ${of}Address.province`,
		rule: '',
	},
	{
		field: `${of}_address > postcode`,
		source: `${of}_address.zip, ${of}Address.zip`,
		rule: '',
	},
	{
		field: `${of}_address > country_code`,
		source: `${of}_address.country_code, ${of}Address.countryCodeV2, ${of}Address.countryCode`,
		rule: '',
	},
];

/** An address as Ometria has it, without a street; undefined where the payload says nothing. */
export function address(payload: Payload): Json | undefined {
	return objectOrNothing({
		city: payload.text('city'),
		state: payload.text('province'),
		postcode: payload.text('zip'),
		country_code: countryCode(payload),
	});
}
