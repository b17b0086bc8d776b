import type { Channel } from '../../records/consentNames';
import {
	type ConsentReading,
	readConsent,
	type Said,
	speaksOfConsent,
} from '../../records/consentWords';
import type { Findings } from '../../records/findings';
import { isBlank } from '../shared/values';
import type { FormatSettings, Json } from '../types';

const OPT_INS = { optedIn: 'EXPLICITLY_OPTEDIN', optedOut: 'EXPLICITLY_OPTEDOUT' };

/** Fields of contacts that hold consent to marketing, and what it is sent as. */
export const CONSENT_VALUES: Readonly<Record<string, Record<'optedIn' | 'optedOut', unknown>>> = {
	marketing_optin: OPT_INS,
	'channels.sms.allow_marketing': { optedIn: true, optedOut: false },
	'channels.sms.marketing_optin': OPT_INS,
};

/** Where an opt-out goes that stands in a column without its own field. */
export const CONSENT_FIELDS = {
	email: 'marketing_optin',
	sms: 'channels.sms.allow_marketing',
} as const;

/** The channel that a field of consent is for. */
export function channelOf(field: string): 'email' | 'sms' {
	return field === CONSENT_FIELDS.email ? 'email' : 'sms';
}

/** A column that decides on consent, or on whether there may be one. */
export interface ConsentColumn {
	heading: string;
	channel: Channel;
	reading: ConsentReading;
	/** The field that it is a name of; undefined where it can only take a consent back. */
	field?: string;
	/** Whether its heading is exactly that field, so that its words are Ometria's. */
	isOwn: boolean;
}

/** What a row says of consent, by the columns that are not empty. */
interface Statement {
	column: ConsentColumn;
	value: unknown;
	said: Said;
}

/** What a file says of all its contacts, as the user said which one it is. */
const SUBSCRIBED_FILE: Statement = {
	column: {
		heading: 'Mailchimp File',
		channel: 'email',
		reading: 'optIn',
		field: 'marketing_optin',
		isOwn: false,
	},
	value: 'subscribed',
	said: 'in',
};

/** What comes of the consent of a row. */
export interface ConsentOfRow {
	values: ReadonlyArray<readonly [field: string, value: unknown]>;
	/** Of email, where something is sent; `overruled` where a column beside it says yes. */
	email: 'in' | 'out' | 'overruled' | undefined;
}

function applies({ column }: Statement, channel: 'email' | 'sms'): boolean {
	return column.channel === channel || column.channel === 'all';
}

/** An opt-out in any column wins, and so does what says that there is no consent. */
function decide(statements: readonly Statement[], settings: FormatSettings): Said {
	const says = (said: Said) => statements.some((statement) => statement.said === said);
	// In a column with Ometria's own name the word is Ometria's, and goes as it is.
	const isRefused = statements.some(({ said, column }) => said === 'none' && !column.isOwn);
	if (says('out') || (isRefused && settings.noConsent === 'optOut')) return 'out';
	if (says('none')) return 'none';
	if (says('pending')) return 'pending';
	return says('in') ? 'in' : 'nothing';
}

const headingsOf = (statements: readonly Statement[]) =>
	statements.map(({ column }) => column.heading);

/** The values of one channel; what is to be said of them is added to the findings. */
function settleChannel(
	findings: Findings,
	channel: 'email' | 'sms',
	all: readonly Statement[],
	settings: FormatSettings,
) {
	const statements = all.filter((statement) => applies(statement, channel));
	const decision = decide(statements, settings);
	const of = (...saids: Said[]) => statements.filter(({ said }) => saids.includes(said));
	const fields = new Set(
		statements.flatMap(({ column, said }) =>
			column.field !== undefined && channelOf(column.field) === channel && said !== 'nothing'
				? [column.field]
				: [],
		),
	);
	// "Do not contact" beside no word of SMS is sent as an opt-out of email alone.
	const isOwnMatter = statements.some(({ column }) => column.channel === channel);
	if (decision === 'out' && fields.size === 0 && (isOwnMatter || channel === 'email')) {
		fields.add(CONSENT_FIELDS[channel]);
	}
	const values: Array<readonly [string, unknown]> = [];
	for (const field of fields) {
		const own = statements.find(({ column }) => column.isOwn && column.field === field);
		const isDecided = own !== undefined && (own.said === decision || own.said === 'unknown');
		if (isDecided && decision !== 'out') values.push([field, own.value]);
		else if (isDecided && own.said === 'out') values.push([field, own.value]);
		else if (decision === 'in' && own === undefined) {
			values.push([field, CONSENT_VALUES[field].optedIn]);
		} else if (decision === 'out') values.push([field, CONSENT_VALUES[field].optedOut]);
	}
	const optIns = headingsOf(of('in'));
	const path = CONSENT_FIELDS[channel].replaceAll('.', ' > ');
	if (decision === 'out' && optIns.length > 0) {
		findings.add(path, 'opt_out_wins', { against: headingsOf(of('out', 'none')), optIns });
	} else if ((decision === 'none' || decision === 'pending') && values.length === 0) {
		findings.add(path, 'no_consent_said', { against: headingsOf(of('none', 'pending')), optIns });
	}
	const isOverruled = decision === 'out' && optIns.length > 0;
	return { decision, values, isOverruled };
}

/** What a table's columns say of consent. */
interface ConsentPlan {
	consents: readonly ConsentColumn[];
	/** Headings of columns that are not sent. */
	others: readonly string[];
	/** The known file that the rows are of. */
	file?: { asksConsent?: true } | undefined;
	/** Headings that may be of consent or of something else. */
	mayBeConsent: readonly string[];
}

/** A column that is not read as one of consent, and speaks of it in this row. */
function possibleConsent(
	{ consents, others, mayBeConsent }: ConsentPlan,
	json: Json,
): string | undefined {
	const hasColumn = consents.some(
		({ channel, field }) => channel === 'email' && field !== undefined,
	);
	const speaking = others.find((heading) => {
		const speaks = speaksOfConsent(json[heading]);
		return speaks === 'out' || (speaks === 'in' && !hasColumn);
	});
	return speaking ?? mayBeConsent.find((heading) => readConsent(json[heading], 'optIn') === 'out');
}

/**
 * Decides on the consent of a row: one row has one consent for each channel. What is not understood
 * is refused, unless the row opts the person out anyway.
 */
export function settleConsent(
	findings: Findings,
	plan: ConsentPlan,
	json: Json,
	settings: FormatSettings,
): ConsentOfRow {
	const statements = plan.consents
		.filter(({ heading }) => !isBlank(json[heading]))
		.map((column): Statement => {
			const value = json[column.heading];
			return { column, value, said: readConsent(value, column.reading) };
		});
	if (plan.file?.asksConsent === true && settings.mailchimpFile === 'subscribed') {
		statements.push(SUBSCRIBED_FILE);
	}
	const email = settleChannel(findings, 'email', statements, settings);
	const sms = settleChannel(findings, 'sms', statements, settings);
	const isOut = email.decision === 'out';
	for (const { column, value, said } of statements) {
		const { heading, field, reading, isOwn } = column;
		if (said === 'unknown' && !isOwn && !(isOut && field === undefined)) {
			findings.add(heading, 'unknown_consent', { heading, field, reading, value });
		}
	}
	const open = isOut ? undefined : possibleConsent(plan, json);
	if (open !== undefined) {
		findings.add(open, 'possible_consent', { heading: open, value: json[open] });
	}
	const isSent = email.values.length > 0 && (email.decision === 'in' || isOut);
	return {
		values: [...email.values, ...sms.values],
		email: !isSent ? undefined : email.isOverruled ? 'overruled' : isOut ? 'out' : 'in',
	};
}

const OPT_OUTS: ReadonlySet<ConsentReading> = new Set([
	'optOut',
	'suppression',
	'evidence',
	'optOutDetail',
	'unclearOptOut',
]);

/** Whether a column can opt out and never opt in. */
export function isOptOut({ reading }: ConsentColumn): boolean {
	return OPT_OUTS.has(reading);
}

/** Says of columns that no is not consent in them, once for all rows. */
export function addOptOuts(findings: Findings, columns: readonly ConsentColumn[]): void {
	for (const channel of ['email', 'sms'] as const) {
		const headings = columns
			.filter((column) => {
				const own = column.channel === 'all' ? 'email' : column.channel;
				return own === channel && isOptOut(column);
			})
			.map(({ heading }) => heading);
		const path = CONSENT_FIELDS[channel].replaceAll('.', ' > ');
		if (headings.length > 0) findings.add(path, 'opt_out_column', { headings });
	}
}
