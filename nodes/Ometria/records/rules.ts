import { CONSENT_RULES } from './rules/consentRules';
import { FAILURE_RULES } from './rules/failureRules';
import { HEAD_RULES } from './rules/headRules';
import type { NetworkCode } from './rules/networkCodes';
import { PAYLOAD_RULES } from './rules/payloadRules';
import { RECORD_RULES } from './rules/recordRules';
import type { Rule, Severity, Text } from './rules/rule';
import { RUN_RULES } from './rules/runRules';
import { TABLE_RULES } from './rules/tableRules';
import { VALUE_RULES } from './rules/valueRules';

/**
 * Every reason once. Users branch on them: `error.reason`, and `reason` of a warning.
 *
 * To add one: write a row in the section that it belongs to (`rules/`), with its level, the text of
 * its parameters, and what happened and what to do for the docs. Say it where it is found, with
 * `findings.add(field, 'the_reason', { parameters })`. Run `npm run docs`, and write a test. The word
 * says the cause, so that a workflow can branch on it: `invalid_email`, not `email`.
 */
export const RULES = {
	...HEAD_RULES,
	...VALUE_RULES,
	...RECORD_RULES,
	...CONSENT_RULES,
	...PAYLOAD_RULES,
	...TABLE_RULES,
	...RUN_RULES,
	...FAILURE_RULES,
};

/** Why something failed, or is doubtful. */
export type Reason = keyof typeof RULES | NetworkCode | `http_${number}`;

type Ruled = typeof RULES;

/** Reasons with a text: what is found in records and payloads. */
export type FindingReason = {
	[R in keyof Ruled]: Ruled[R] extends { text: (parameters: never) => Text } ? R : never;
}[keyof Ruled];

/** The parameters of a reason's text; none for a text without. */
export type TextParameters<R extends FindingReason> = Parameters<Ruled[R]['text']>;

/** The row of a reason that has one. */
export function ruleOf(reason: FindingReason): Rule {
	return RULES[reason];
}

/** The text of a reason, from the facts of the case. */
export function textOf<R extends FindingReason>(reason: R, parameters: TextParameters<R>): Text {
	// TypeScript does not see that the parameters belong to this very reason.
	const text = RULES[reason].text as (...all: TextParameters<R>) => Text;
	return text(...parameters);
}

/** Fields about money, consent or identity: what is said of them is serious, whatever it is. */
const SERIOUS_FIELDS = new Set([
	'id',
	'email',
	'phone_number',
	'customer_id',
	'product_id',
	'parent_id',
	'marketing_optin',
	'allow_marketing',
	'is_valid',
	'grand_total',
	'currency',
	'price',
]);

/** What is said first: the least number. */
const RANKS: Readonly<Record<Severity | 'ordinary' | 'info', number>> = {
	run: 0,
	serious: 1,
	ordinary: 2,
	minor: 3,
	info: 4,
};

/**
 * The place of a warning among others: the least comes first.
 *
 * @param field in Ometria's notation; its last name counts
 */
export function rankOf(reason: FindingReason, field: string): number {
	const { level, severity } = ruleOf(reason);
	if (level === 'info') return RANKS.info;
	if (severity !== undefined) return RANKS[severity];
	const name = field.slice(field.lastIndexOf('>') + 1).trim();
	return SERIOUS_FIELDS.has(name) ? RANKS.serious : RANKS.ordinary;
}
