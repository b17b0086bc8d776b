import { isObject } from '../utils/json';
import { parseTimeMs } from '../utils/time';
import { type ConsentName, consentNameOf } from './consentNames';
import { type ConsentReading, readConsent, speaksOfConsent } from './consentWords';
import { isMissing, type RecordFindings } from './findings';
import { contactShape } from './schemas/contact';
import { bareItemName, bareName, OPT_OUT_NAMES, SYNONYMS } from './synonyms';
import type { JsonRecord } from './types';

const OPTED_IN = 'EXPLICITLY_OPTEDIN';
const OPTED_OUT = 'EXPLICITLY_OPTEDOUT';
const HOUR_MS = 3_600_000;

function smsOf({ channels }: JsonRecord): JsonRecord {
	const sms = isObject(channels) ? channels.sms : undefined;
	return isObject(sms) ? sms : {};
}

/** Whether a record opts a person in; `true` is an older form of it. */
function optsIn(record: JsonRecord, channel: 'email' | 'sms'): boolean {
	if (channel === 'email') {
		return record.marketing_optin === OPTED_IN || record.marketing_optin === true;
	}
	const sms = smsOf(record);
	return sms.allow_marketing === true || sms.marketing_optin === OPTED_IN;
}

function optsOut(record: JsonRecord, channel: 'email' | 'sms'): boolean {
	if (channel === 'email') {
		return record.marketing_optin === OPTED_OUT || record.marketing_optin === false;
	}
	const sms = smsOf(record);
	return sms.allow_marketing === false || sms.marketing_optin === OPTED_OUT;
}

/**
 * What a change to a record opts in that the record itself opts out.
 *
 * @returns the field, in Ometria's notation; undefined where nobody is opted in
 */
export function fieldOptedIn(before: JsonRecord, after: JsonRecord): string | undefined {
	if (optsOut(before, 'email') && !optsOut(after, 'email')) return 'marketing_optin';
	return optsOut(before, 'sms') && optsIn(after, 'sms') ? 'channels > sms' : undefined;
}

/**
 * A person who unsubscribed after they subscribed is opted out, whatever else the record says. Where
 * no consent is given and nothing says when they subscribed, it is only said: a time alone is sent.
 *
 * @param record has a `timestamp_unsubscribed`
 * @returns the record to send
 */
export function optOutByTime(findings: RecordFindings, record: JsonRecord): JsonRecord {
	const { timestamp_subscribed: from, timestamp_unsubscribed: to } = record;
	if (optsOut(record, 'email')) return record;
	const { convertTypes, timezone } = findings.rules;
	const fromMs = isMissing(from) ? undefined : parseTimeMs(from, timezone);
	const toMs = parseTimeMs(to, timezone);
	if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) return record;
	const isOptedIn = optsIn(record, 'email');
	if (!isOptedIn && isMissing(from)) {
		findings.add('timestamp_unsubscribed', 'opt_out_time_alone');
		return record;
	}
	if (!convertTypes) {
		findings.add('marketing_optin', 'opt_in_withdrawn');
		return record;
	}
	findings.add('marketing_optin', isOptedIn ? 'opt_in_before_opt_out' : 'opted_out_by_time');
	return { ...record, marketing_optin: OPTED_OUT };
}

const LISTED: ReadonlyMap<string, ConsentName> = new Map(
	(
		[
			['optIn', SYNONYMS.contact],
			['optOut', OPT_OUT_NAMES],
		] as const
	).flatMap(([reading, names]) =>
		(['marketing_optin', 'channels.sms.allow_marketing'] as const).flatMap((field) =>
			names[field].map((name): [string, ConsentName] => {
				const channel = field === 'marketing_optin' ? 'email' : 'sms';
				const isAll = reading === 'optOut' && consentNameOf(name)?.channel === 'all';
				return [bareName(name), { reading, channel: isAll ? 'all' : channel, isOptOutTime: false }];
			}),
		),
	),
);

/** What names say of consent; those of a push are the same in each record. */
const remembered = new Map<string, ConsentName | undefined>();
const MOST_REMEMBERED = 1000;

function nameOf(name: string): ConsentName | undefined {
	if (remembered.has(name)) return remembered.get(name);
	const found = LISTED.get(bareItemName(name)) ?? consentNameOf(name);
	if (remembered.size >= MOST_REMEMBERED) remembered.clear();
	remembered.set(name, found);
	return found;
}

/** A reason that is still there, or the time of an earlier opt-out, says nothing against an opt-in. */
const NOT_DECIDING: ReadonlySet<ConsentReading> = new Set([
	'evidence',
	'optOutDetail',
	'optInDetail',
]);

/** Whether a field that Ometria does not know says no to a channel. */
function saysNo(name: string, value: unknown, channel: 'email' | 'sms'): boolean {
	if (isMissing(value)) return false;
	const named = nameOf(name);
	if (!named || NOT_DECIDING.has(named.reading)) return false;
	if (named.channel !== channel && named.channel !== 'all') return false;
	const reading = named.reading === 'unclear' ? 'optIn' : named.reading;
	return readConsent(value, reading) === 'out';
}

/** Names of a record that are looked at. */
const MOST_NAMES = 500;

/** Whether a field that Ometria does not know is the time of an opt-out that no later opt-in follows. */
function isLastOptOut(
	name: string,
	value: unknown,
	{ timestamp_subscribed: from }: JsonRecord,
	timezone: string,
): boolean {
	const named = nameOf(name);
	if (!named?.isOptOutTime || named.channel === 'sms') return false;
	const toMs = isMissing(value) ? undefined : parseTimeMs(value, timezone);
	if (toMs === undefined) return false;
	const fromMs = isMissing(from) ? undefined : parseTimeMs(from, timezone);
	return fromMs === undefined || fromMs <= toMs;
}

/** Whether a field whose name says nothing of consent holds a word that does: `Status: "cleaned"`. */
function isWordOfOptOut(name: string, value: unknown): boolean {
	return nameOf(name) === undefined && speaksOfConsent(value) === 'out';
}

function fieldThatSaysNo(
	input: JsonRecord,
	record: JsonRecord,
	channel: 'email' | 'sms',
	timezone: string,
): string | undefined {
	const own = Object.keys(input)
		.slice(0, MOST_NAMES)
		.find(
			(name) =>
				!Object.hasOwn(contactShape, name) &&
				(saysNo(name, input[name], channel) ||
					(channel === 'email' &&
						(isLastOptOut(name, input[name], record, timezone) ||
							isWordOfOptOut(name, input[name])))),
		);
	if (own !== undefined) return own;
	const { properties } = record;
	if (!isObject(properties)) return undefined;
	return Object.keys(properties)
		.slice(0, MOST_NAMES)
		.find((name) => saysNo(name, properties[name], channel));
}

/** The same of a column that only looks like an opt-in: a "no" may be about a subscription to something else. */
function saysPlainNo(name: string, value: unknown, channel: 'email' | 'sms'): boolean {
	if (!saysNo(name, value, channel)) return false;
	return nameOf(name)?.reading !== 'unclear' || speaksOfConsent(value) === 'out';
}

/** How deep a row is looked into: an item of an API has its consent in an object. */
const DEEPEST = 3;

/** The name of a value of a row that says no: `unsubscribed`, `email_marketing_consent.state`. */
function namedNo(
	row: JsonRecord,
	channel: 'email' | 'sms',
	path: readonly string[] = [],
): string | undefined {
	for (const name of Object.keys(row).slice(0, MOST_NAMES)) {
		const value = row[name];
		const here = [...path, name];
		const found =
			isObject(value) && here.length < DEEPEST
				? namedNo(value, channel, here)
				: [here.join('.'), name].some((given) => saysPlainNo(given, value, channel))
					? here.join('.')
					: undefined;
		if (found !== undefined) return found;
	}
	return undefined;
}

/** A word against consent in what a contact is made of. */
export interface UnmappedNo {
	/** The field that would say it, in Ometria's notation. */
	field: string;
	/** Where it stands in the row. */
	name: string;
	/** Whether the contact is opted in all the same. */
	isOptedIn: boolean;
}

/**
 * Where a row says no to a channel and the contact that was mapped from it does not: other columns of
 * the row than those that are mapped are not sent, but what they say of consent holds.
 */
export function unmappedNo(record: JsonRecord, row: JsonRecord): UnmappedNo | undefined {
	const found = (['email', 'sms'] as const).flatMap((channel) => {
		const name = optsOut(record, channel) ? undefined : namedNo(row, channel);
		if (name === undefined) return [];
		const field = channel === 'email' ? 'marketing_optin' : 'channels > sms';
		return [{ field, name, isOptedIn: optsIn(record, channel) }];
	});
	return found.find(({ isOptedIn }) => isOptedIn) ?? found.at(0);
}

const CONSENT_TIMES = ['timestamp_subscribed', 'timestamp_unsubscribed'];

function warnOfFuture(findings: RecordFindings, name: string, value: unknown, path: string): void {
	const { timezone, nowMs } = findings.rules;
	const ms = parseTimeMs(value, timezone);
	if (ms === undefined || ms <= nowMs + HOUR_MS) return;
	findings.add(path, 'future_consent', { name, value });
}

/** Fields beside which a consent is not alone: the update of a consent needs no phone number. */
const SAYS_WHO = ['email', 'customer_id', 'firstname', 'lastname', 'timestamp_acquired'];

/**
 * What a contact says of consent: an opt-in that another field takes back is refused.
 *
 * @param input the record as it was given
 */
export function checkConsent(
	findings: RecordFindings,
	record: JsonRecord,
	input: JsonRecord,
): void {
	const sms = smsOf(record);
	for (const channel of ['email', 'sms'] as const) {
		const against = optsIn(record, channel)
			? fieldThatSaysNo(input, record, channel, findings.rules.timezone)
			: undefined;
		if (against === undefined) continue;
		findings.add(
			channel === 'email' ? 'marketing_optin' : 'channels > sms',
			'contradicted_opt_in',
			{
				name: against,
			},
		);
	}
	for (const name of CONSENT_TIMES) warnOfFuture(findings, name, record[name], name);
	const smsTime = 'channels > sms > dt_updated_marketing';
	warnOfFuture(findings, 'dt_updated_marketing', sms.dt_updated_marketing, smsTime);
	const isAlone = !SAYS_WHO.some((name) => !isMissing(record[name]));
	if (optsIn(record, 'sms') && isMissing(record.phone_number) && !isAlone) {
		findings.add('channels > sms', 'sms_without_phone');
	}
}
