import { shown } from '../../utils/text';
import type { ConsentReading } from '../consentWords';
import type { Rule } from './rule';
import { joined, quoted } from './tableRules';

const HOW = 'for example in an Edit Fields node';

const WORDS_EXPECTED: Partial<Record<ConsentReading, string>> = {
	optIn: 'yes, no, true, false, subscribed or unsubscribed',
	optOut: 'yes, no, true, false or unsubscribed',
	confirmation: 'yes, no, true, false, confirmed or pending',
};

/** `"A" says`, `"A" and "B" say`. */
function saying(headings: readonly string[]): string {
	return `${joined(headings)} ${headings.length === 1 ? 'says' : 'say'}`;
}

function unknownText({ heading, field, reading, value }: UnknownConsent): string {
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

interface UnknownConsent {
	heading: string;
	/** Undefined where the column can only take a consent back, or is not understood. */
	field: string | undefined;
	reading: ConsentReading;
	value: unknown;
}

/** Columns that decide, and those that say yes beside them. */
interface Overruled {
	against: readonly string[];
	optIns: readonly string[];
}

/** About consent to marketing. */
export const CONSENT_RULES = {
	unknown_consent: {
		level: 'refusal',
		isSentence: true,
		text: unknownText,
		happened:
			'the word in a column of consent is not known, or the name of the column looks like consent and is not understood; it is not guessed',
		fix: 'give one of the words that the message names, or rename the column',
	},
	possible_consent: {
		level: 'refusal',
		isSentence: true,
		text: ({ heading, value }: { heading: string; value: unknown }) =>
			`${quoted([heading])} is ${shown(value)}, which looks like a marketing consent. Rename the column to "Marketing Opt-In" if it is one, or remove it, ${HOW}`,
		happened: 'a column that is not sent looks like a consent',
		fix: 'rename the column to Marketing Opt-In if it is one, or remove it',
	},
	no_consent_said: {
		level: 'notice',
		isSentence: true,
		severity: 'serious',
		text: ({ against, optIns }: Overruled) =>
			`${saying(against)} that there is no consent, nothing is sent${optIns.length === 0 ? '' : ` although ${saying(optIns)} yes`}`,
		happened: 'the row says that there is no consent, so nothing is sent for it',
		fix: 'nothing; to send it as an opt-out, set _No Consent on Record_',
	},
	opt_out_wins: {
		level: 'notice',
		isSentence: true,
		severity: 'serious',
		text: ({ against, optIns }: Overruled) =>
			`an opt-out is sent, as ${saying(against)}, although ${saying(optIns)} yes`,
		happened: 'one column opts a person out and another opts them in; the opt-out is sent',
		fix: 'nothing; remove the column that is wrong',
	},
	opt_out_column: {
		level: 'notice',
		isSentence: true,
		text: ({ headings }: { headings: readonly string[] }) =>
			`${joined(headings)} ${headings.length === 1 ? 'is sent as an opt-out where it says yes. Where it says no' : 'are sent as an opt-out where one of them says yes. Where all say no'}, nothing is sent, as that is not consent`,
		happened: 'the column holds opt-outs',
		fix: 'check that yes means an opt-out in it',
	},
	opt_out_time_column: {
		level: 'notice',
		isSentence: true,
		severity: 'serious',
		text: ({ heading }: { heading: string }) =>
			`${quoted([heading])} holds a time, so that an opt-out is sent`,
		happened: 'the row has the time of an unsubscribe and no consent, so an opt-out is sent',
		fix: 'nothing',
	},
	consent_time_not_sent: {
		level: 'notice',
		isSentence: true,
		text: ({ heading, isOverruled }: { heading: string; isOverruled: boolean }) =>
			`${quoted([heading])} is not sent, ${isOverruled ? 'as it may be the time of the opt-in or of the opt-out' : 'as there is no consent or opt-out with it'}`,
		happened: 'the time of a consent is not sent, as the row does not say what it is the time of',
		fix: 'nothing',
	},
	opt_in_over_opt_out: {
		level: 'refusal',
		text: () =>
			'Additional Fields opts in a person whom the item opts out. Take the field out of Additional Fields',
		happened: '_Additional Fields_ opts in a person whom the item opts out',
		fix: 'take the consent out of _Additional Fields_',
	},
	unmapped_no: {
		level: 'notice',
		severity: 'serious',
		text: ({ name }: { name: string }) =>
			`is not an opt-out, although the item says no in ${shown(name)}, which is not mapped. Map the consent too`,
		happened:
			'the item that a contact was mapped from says no to marketing in a column that is not mapped',
		fix: 'map the consent too, so that nobody is reached who said no',
	},
	contradicted_opt_in: {
		level: 'error',
		text: ({ name }: { name: string }) =>
			`is an opt-in, but ${shown(name)} says no. Send the one that is right`,
		happened: 'the contact is opted in, and another of its fields says no',
		fix: 'send the one that is right',
	},
	opt_in_before_opt_out: {
		level: 'warning',
		severity: 'serious',
		text: () =>
			'is sent as an opt-out, as "timestamp_unsubscribed" is not followed by a later "timestamp_subscribed"',
		happened: 'the person unsubscribed after they subscribed; an opt-out is sent',
		fix: 'send the later time of the opt-in, if there is one',
	},
	opted_out_by_time: {
		level: 'info',
		text: () => 'is sent as an opt-out, as the person unsubscribed after they subscribed',
		happened: 'the person unsubscribed after they subscribed; an opt-out is sent',
		fix: 'nothing',
	},
	opt_in_withdrawn: {
		level: 'error',
		text: () =>
			'should be "EXPLICITLY_OPTEDOUT", as the person unsubscribed and did not subscribe after that',
		happened: 'the person unsubscribed after they subscribed, and _Convert Types_ is off',
		fix: 'send the opt-out, or turn on _Convert Types_',
	},
	opt_out_time_alone: {
		level: 'warning',
		severity: 'serious',
		text: () => 'opts nobody out by itself: send "marketing_optin": "EXPLICITLY_OPTEDOUT" with it',
		happened: 'a contact has the time of an unsubscribe and no consent',
		fix: 'send `marketing_optin` too',
	},
	future_consent: {
		level: 'warning',
		severity: 'serious',
		text: ({ name, value }: { name: string; value: unknown }) =>
			`is in the future: ${shown(value)}. Check the clock or the date format where "${name}" comes from`,
		happened: 'the time of a consent is in the future',
		fix: 'check where it comes from',
	},
	sms_without_phone: {
		level: 'warning',
		severity: 'serious',
		text: () => 'is a consent to texts, but the contact has no "phone_number"',
		happened: 'a contact agrees to texts and has no phone number',
		fix: 'send the phone number, or no consent',
	},
} satisfies Record<string, Rule>;
