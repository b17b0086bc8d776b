import type { Channel } from '../../records/consentNames';
import {
	type ConsentReading,
	readConsent,
	type Said,
	speaksOfConsent,
} from '../../records/consentWords';
import { shown } from '../../utils/text';
import { isBlank } from '../shared/values';
import type { FormatSettings, FormatWarning, Json } from '../types';
import { joined, quoted } from './headings';

const OPT_INS = { optedIn: 'EXPLICITLY_OPTEDIN', optedOut: 'EXPLICITLY_OPTEDOUT' };

/** Fields of contacts that hold consent to marketing, and what it is sent as. */
export const CONSENT_VALUES: Readonly<Record<string, Record<'optedIn' | 'optedOut', unknown>>> = {
	marketing_optin: OPT_INS,
	'channels.sms.allow_marketing': { optedIn: true, optedOut: false },
	'channels.sms.marketing_optin': OPT_INS,
};

/** Where an opt-out goes that stands in a column without a field of its own. */
const FIELD_OF = { email: 'marketing_optin', sms: 'channels.sms.allow_marketing' } as const;

/** The channel that a field of consent is for. */
export function channelOf(field: string): 'email' | 'sms' {
	return field === FIELD_OF.email ? 'email' : 'sms';
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

/** What comes of the consent of a row. */
export type ConsentOfRow =
	| { kind: 'invalid'; heading: string; message: string }
	| {
			kind: 'settled';
			values: ReadonlyArray<readonly [field: string, value: unknown]>;
			/** Of email, where something is sent; `overruled` where a column beside it says yes. */
			email: 'in' | 'out' | 'overruled' | undefined;
			warnings: readonly FormatWarning[];
	  };

export const HOW = 'for example in an Edit Fields node';

const WORDS_EXPECTED: Partial<Record<ConsentReading, string>> = {
	optIn: 'yes, no, true, false, subscribed or unsubscribed',
	optOut: 'yes, no, true, false or unsubscribed',
	confirmation: 'yes, no, true, false, confirmed or pending',
};

function notUnderstood({ column: { heading, reading, field }, value }: Statement): string {
	const expected = WORDS_EXPECTED[reading];
	if (expected !== undefined) {
		const decided = field === undefined ? 'whether there is consent' : `"${field}"`;
		return `${quoted([heading])} decides on ${decided}: expected ${expected}, found ${shown(value)}`;
	}
	const rename =
		reading === 'suppression' || reading === 'unclearOptOut'
			? 'Rename the column to "Unsubscribed" and give it yes or no if it is an opt-out'
			: 'Rename the column to "Marketing Opt-In" or "Unsubscribed" if it is one of these';
	return `${quoted([heading])} looks like a column of consent and is not understood, found ${shown(value)}. ${rename}, or remove it, ${HOW}`;
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

const NO_CONSENT = 'that there is no consent, nothing is sent';

/** `"A" says`, `"A" and "B" say`. */
function saying(statements: readonly Statement[]): string {
	const headings = joined(statements.map(({ column }) => column.heading));
	return `${headings} ${statements.length === 1 ? 'says' : 'say'}`;
}

/** The values of one channel, and what is to be said of them. */
function settleChannel(
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
		fields.add(FIELD_OF[channel]);
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
	const warnings: FormatWarning[] = [];
	const field = FIELD_OF[channel].replaceAll('.', ' > ');
	const optIns = of('in');
	const isSent = values.length > 0;
	if (optIns.length > 0 && decision !== 'in') {
		const against = decision === 'out' ? of('out', 'none') : of('none', 'pending');
		const message =
			decision === 'out'
				? `an opt-out is sent, as ${saying(against)}, although ${saying(optIns)} yes`
				: `${saying(against)} ${NO_CONSENT} although ${saying(optIns)} yes`;
		warnings.push({ field, message });
	} else if (!isSent && (decision === 'none' || decision === 'pending')) {
		warnings.push({ field, message: `${saying(of('none', 'pending'))} ${NO_CONSENT}` });
	}
	const isOverruled = decision === 'out' && optIns.length > 0;
	return { decision, values, warnings, isOverruled };
}

/**
 * Decides on the consent of a row: one row has one consent for each channel.
 *
 * @param others headings of columns that are not sent; asked about where they speak of consent
 * @param ambiguous headings that may be of consent or of something else
 */
export function settleConsent(
	columns: readonly ConsentColumn[],
	json: Json,
	settings: FormatSettings,
	others: readonly string[],
	ambiguous: readonly string[],
): ConsentOfRow {
	const statements = columns
		.filter(({ heading }) => !isBlank(json[heading]))
		.map((column): Statement => {
			const value = json[column.heading];
			return { column, value, said: readConsent(value, column.reading) };
		});
	const email = settleChannel('email', statements, settings);
	const sms = settleChannel('sms', statements, settings);
	const isOut = email.decision === 'out';
	const unknown = statements.find(
		({ said, column }) =>
			said === 'unknown' && !column.isOwn && !(isOut && column.field === undefined),
	);
	if (unknown) {
		return { kind: 'invalid', heading: unknown.column.heading, message: notUnderstood(unknown) };
	}
	const hasColumn = columns.some(
		({ channel, field }) => channel === 'email' && field !== undefined,
	);
	const open = isOut
		? undefined
		: (others.find((heading) => {
				const speaks = speaksOfConsent(json[heading]);
				return speaks === 'out' || (speaks === 'in' && !hasColumn);
			}) ?? ambiguous.find((heading) => readConsent(json[heading], 'optIn') === 'out'));
	if (open !== undefined) {
		return {
			kind: 'invalid',
			heading: open,
			message: `${quoted([open])} is ${shown(json[open])}, which looks like a marketing consent. Rename the column to "Marketing Opt-In" if it is one, or remove it, ${HOW}`,
		};
	}
	const isSent = email.values.length > 0 && (email.decision === 'in' || isOut);
	return {
		kind: 'settled',
		values: [...email.values, ...sms.values],
		email: !isSent ? undefined : email.isOverruled ? 'overruled' : isOut ? 'out' : 'in',
		warnings: [...email.warnings, ...sms.warnings],
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

/** What is said of columns where no is not consent, once for all rows. */
export function optOutWarnings(columns: readonly ConsentColumn[]): FormatWarning[] {
	return (['email', 'sms'] as const).flatMap((channel) => {
		const of = columns.filter((column) => {
			const own = column.channel === 'all' ? 'email' : column.channel;
			return own === channel && isOptOut(column);
		});
		if (of.length === 0) return [];
		const field = FIELD_OF[channel].replaceAll('.', ' > ');
		const headings = joined(of.map(({ heading }) => heading));
		const where =
			of.length === 1
				? 'is sent as an opt-out where it says yes. Where it says no'
				: 'are sent as an opt-out where one of them says yes. Where all say no';
		return [{ field, message: `${headings} ${where}, nothing is sent, as that is not consent` }];
	});
}
