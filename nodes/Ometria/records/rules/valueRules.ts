import { formatNumber, shown } from '../../utils/text';
import type { IdDamage } from '../identifiers';
import { expectation, type Rule, TURN_ON_CONVERT } from './rule';

/** A value, and what is expected in its place. */
interface Mismatch {
	expected: string;
	value: unknown;
}

const AS_ISO = 'Give it as in 2026-01-15T10:05:00Z, for example with a Date & Time node';
const DAY_NUMBER =
	'It looks like a spreadsheet\'s day number, which n8n gives for date cells too: set the option Excel Dates to "Convert"';
const NO_SUCH_DAY = 'The calendar has no such day';

const AMBIGUITIES = {
	noOrder:
		'Set Format Settings > Date Order, as such dates mean different days in different countries; or give it as year-month-day',
	dayFirst: 'With the day first, as Date Order says, there is no such date: correct it',
	monthFirst: 'With the month first, as Date Order says, there is no such date: correct it',
	shortYear: 'Give the year with four digits',
};

const DATE_TIME_FIXES = {
	form: AS_ISO,
	noSuchDay: NO_SUCH_DAY,
	dayNumber: DAY_NUMBER,
};
const DATE_FIXES = {
	form: 'Give it as year-month-day',
	noSuchDay: NO_SUCH_DAY,
	dayNumber: DAY_NUMBER,
	dayNumberWithTime:
		"It looks like a spreadsheet's day number with a time of day: give the day alone, as year-month-day",
};
const NUMBER_FIXES = {
	none: '',
	plain: 'Give it as 1234.50',
	negative: 'If it is below zero, give it as -1234.50',
	unit: 'Remove the currency or unit',
	money: 'Give the amount alone and in major units, as 28.50',
};
const LIST_FIXES = {
	none: '',
	listOfOne: 'A list of one is written as [ … ] too',
	split: 'Give a list: an expression can make one of a text with .split(",")',
};
const PHONE_FIXES = {
	shortened: 'A spreadsheet shortened the number, so digits are lost: format the column as text',
	apostrophe: 'The apostrophe is how a spreadsheet marks text: remove it',
};

const DAMAGES: Readonly<Record<IdDamage, string>> = {
	shortened:
		'is a number that a spreadsheet shortened, so digits are lost: format the column as text',
	decimals: 'is a whole number that a spreadsheet gave decimals: format the column as text',
	quote: 'has a quote of the spreadsheet or file that it comes from: remove it',
	expression: 'is an expression that was not evaluated: switch its field from Fixed to Expression',
	sum: "is the name of a sheet's sum, not an ID: remove the row, for example with a Filter node",
};

export const DATE_TIME = 'a time as in 2026-01-15T10:05:00+00:00';
export const DATE = 'a date as in 1990-12-10';

/** Why a value is not what it should be: the keys of the advice for it. */
export type DateTimeFault = keyof typeof DATE_TIME_FIXES;
export type DateAmbiguity = keyof typeof AMBIGUITIES;
export type DateFault = keyof typeof DATE_FIXES;
export type NumberFault = keyof typeof NUMBER_FIXES;
export type ListFault = keyof typeof LIST_FIXES;
export type PhoneFault = keyof typeof PHONE_FIXES;

/** About the value of one field of a record. */
export const VALUE_RULES = {
	not_text: {
		level: 'error',
		text: ({
			expected = 'text',
			value,
			isConvertible = false,
		}: Partial<Mismatch> & { isConvertible?: boolean }) =>
			expectation(expected, value, isConvertible ? TURN_ON_CONVERT : ''),
		happened: 'the field needs text and has something else',
		fix: 'give text',
	},
	not_a_number: {
		level: 'error',
		text: ({ expected, value, fault }: Mismatch & { fault: NumberFault }) =>
			expectation(expected, value, NUMBER_FIXES[fault]),
		happened:
			'the field needs a number and has something else, such as an amount with its currency',
		fix: 'give the number alone, as `1234.50`',
	},
	ambiguous_number: {
		level: 'error',
		text: ({ expected, value }: Mismatch) =>
			expectation(
				expected,
				value,
				'Points, commas and spaces between digits mean different things in different countries: give it as a number, or with two decimals as 1234.50',
			),
		happened: 'the number has separators that mean different things in different countries',
		fix: 'give it as a number, or as `1234.50` with two decimals; `1.299` may be 1299',
	},
	inexact_number: {
		level: 'error',
		text: ({ expected, value }: Mismatch) =>
			expectation(
				expected,
				value,
				expected === 'text'
					? 'The number is not exact: give it as text where it comes from'
					: 'It has more digits than a number can hold',
			),
		happened: 'the number has more digits than a number can hold, so some are lost',
		fix: 'give it as text where it comes from',
	},
	not_whole: {
		level: 'warning',
		text: ({ value }: { value: unknown }) => expectation('a whole number', value),
		happened: 'a count has decimals',
		fix: 'give a whole number',
	},
	number_as_text: {
		level: 'warning',
		text: ({ expected, value }: Mismatch) => expectation(expected, value, TURN_ON_CONVERT),
		happened: 'a number is given as text, and _Convert Types_ is off',
		fix: 'turn on _Convert Types_',
	},
	binary_digits: {
		level: 'warning',
		text: ({ value }: { value: number }) =>
			`${value} has digits that come from calculating in binary. Turn on Convert Types to remove them`,
		happened:
			'an amount such as 19.900000000000002 comes from calculating, and _Convert Types_ is off',
		fix: 'turn on _Convert Types_, or round it',
	},
	rounded: {
		level: 'info',
		text: ({ value, rounded }: { value: number; rounded: number }) =>
			`${value} has digits that come from calculating in binary and was rounded to ${rounded}`,
		happened:
			'an amount such as 19.900000000000002 was rounded to the smallest unit of its currency',
		fix: 'nothing',
	},
	not_a_boolean: {
		level: 'error',
		text: ({ expected, value }: Mismatch) =>
			expectation(
				expected,
				value,
				'Words of other languages are not guessed: give true or false with an expression',
			),
		happened: 'the field needs true or false',
		fix: 'give true or false with an expression',
	},
	boolean_as_text: {
		level: 'warning',
		text: ({ expected, value }: Mismatch) => expectation(expected, value, TURN_ON_CONVERT),
		happened: 'true or false is given as text, and _Convert Types_ is off',
		fix: 'turn on _Convert Types_',
	},
	unknown_word: {
		level: 'error',
		text: ({
			values,
			value,
			near,
		}: {
			values: readonly string[];
			value: unknown;
			near?: string | undefined;
		}) =>
			expectation(
				`one of ${values.join(', ')}`,
				value,
				near === undefined
					? 'It is not guessed: choose the word for each of your values with an expression'
					: `Did you mean ${near}?`,
			),
		happened: 'the field takes certain words only, such as those of consent; it is not guessed',
		fix: 'choose the word for each of your values with an expression',
	},
	unusual_word: {
		level: 'warning',
		text: ({ expected, value }: Mismatch) => expectation(expected, value),
		happened: 'the word is not one of those that Ometria documents',
		fix: 'check it',
	},
	consent_as_boolean: {
		level: 'warning',
		text: ({ expected, value }: Mismatch) =>
			expectation(expected, value, 'true and false are an older form'),
		happened: 'consent is given as true or false, which is an older form',
		fix: 'give one of the words',
	},
	not_a_date_time: {
		level: 'error',
		text: ({ value, fault }: { value: unknown; fault: DateTimeFault }) =>
			expectation(DATE_TIME, value, DATE_TIME_FIXES[fault]),
		happened: 'the value is not a time that can be read, or its day does not exist',
		fix: "give ISO 8601, as in `2026-01-15T10:05:00Z`; for a spreadsheet's day numbers, set _Excel Dates_ to Convert",
	},
	not_a_date: {
		level: 'error',
		text: ({ value, fault }: { value: unknown; fault: DateFault }) =>
			expectation(DATE, value, DATE_FIXES[fault]),
		happened: 'the value is not a day that can be read, or the day does not exist',
		fix: "give it as `1990-12-10`; for a spreadsheet's day numbers, set _Excel Dates_ to Convert",
	},
	ambiguous_date: {
		level: 'error',
		text: ({ value, isDay, fault }: { value: unknown; isDay: boolean; fault: DateAmbiguity }) =>
			expectation(isDay ? DATE : DATE_TIME, value, AMBIGUITIES[fault]),
		happened: 'a date such as 03/04/2026 means different days in different countries',
		fix: 'set _Format Settings > Date Order_, or give it as year-month-day',
	},
	date_time_form: {
		level: 'warning',
		text: ({ value }: { value: unknown }) => expectation(DATE_TIME, value, TURN_ON_CONVERT),
		happened: 'a time is not in the documented form, and _Convert Types_ is off',
		fix: 'turn on _Convert Types_',
	},
	date_form: {
		level: 'warning',
		text: ({ value }: { value: unknown }) => expectation(DATE, value, TURN_ON_CONVERT),
		happened: 'a date is not in the documented form, and _Convert Types_ is off',
		fix: 'turn on _Convert Types_',
	},
	assumed_zone: {
		level: 'warning',
		text: ({ zone }: { zone: string }) =>
			`has no time zone and was taken as a time in ${zone}. If it is another, set the option Time Zone of Texts`,
		happened: "a time has no zone, and was taken as a time in the workflow's zone",
		fix: 'set _Time Zone of Texts_',
	},
	repeated_hour: {
		level: 'warning',
		text: (at: { time: string; date: string; zone: string; offset: string }) =>
			`has no time zone, and ${at.time} came twice on ${at.date} in ${at.zone}: it was taken with the offset ${at.offset}`,
		happened: 'a time has no zone, and comes twice that day, as the clocks are put back',
		fix: 'give the time with its offset',
	},
	spreadsheet_date: {
		level: 'info',
		text: ({ days, text }: { days: number; text: string }) =>
			`${days} is a spreadsheet's day number and is sent as ${text}`,
		happened: "a spreadsheet's day number was converted, as _Excel Dates_ says",
		fix: 'nothing',
	},
	midnight_as_date: {
		level: 'info',
		text: ({ value, zone, date }: { value: unknown; zone: string; date: string }) =>
			`${shown(value)} is midnight in ${zone}, and is sent as ${date}`,
		happened: 'a time that is midnight in the zone of the texts was sent as the day',
		fix: 'nothing; if the day is wrong, set _Time Zone of Texts_',
	},
	quotes_removed: {
		level: 'info',
		text: () => 'had quotes around it, which were removed',
		happened: 'a date had quotes around it',
		fix: 'nothing',
	},
	not_a_list: {
		level: 'error',
		text: ({
			expected,
			value,
			fault,
			jsonFault = '',
		}: Mismatch & { fault: ListFault; jsonFault?: string | undefined }) =>
			expectation(expected, value, jsonFault || LIST_FIXES[fault]),
		happened: 'the field needs a list',
		fix: 'give a list, also of one',
	},
	not_an_object: {
		level: 'error',
		text: ({ expected, value, jsonFault }: Mismatch & { jsonFault?: string | undefined }) =>
			expectation(expected, value, jsonFault),
		happened: 'the field needs an object, or the list holds something that is not one',
		fix: 'give an object',
	},
	too_many_entries: {
		level: 'warning',
		text: ({ entries, most }: { entries: number; most: number }) =>
			`has ${formatNumber(entries)} entries, at most ${most} are documented`,
		happened: 'a list of segments has more entries than Ometria documents',
		fix: 'push the others in another record',
	},
	empty_value: {
		level: 'error',
		text: ({ expected, value }: Mismatch) =>
			expectation(expected, value, 'Leave the field out, or turn on Convert Types'),
		happened: 'a field that holds no text is empty text, and _Convert Types_ is off',
		fix: 'leave the field out, or turn on _Convert Types_',
	},
	empty_left_out: {
		level: 'info',
		text: () => 'was empty and is left out',
		happened: 'an empty text was left out, as _Empty Values_ says',
		fix: 'nothing',
	},
	null_left_out: {
		level: 'info',
		text: () => 'was null and is left out',
		happened: 'a null was left out, as _Empty Values_ says',
		fix: 'nothing',
	},
	null_deletes: {
		level: 'warning',
		severity: 'serious',
		text: () =>
			'is null, which may delete what Ometria has. Where null means unknown, set the option Empty Values to "Leave Out Empty Texts and Nulls"',
		happened: 'a null is sent, which may delete what Ometria has',
		fix: 'where null means unknown, set _Empty Values_ to Leave Out Empty Texts and Nulls',
	},
	missing_field: {
		level: 'error',
		text: () => 'is missing',
		happened: 'a field that each record must have is missing',
		fix: 'add it',
	},
	expected_field_missing: {
		level: 'warning',
		text: () => 'should be there and is missing',
		happened: 'a field that a new record, or an entry of a list, should have is missing',
		fix: 'add it, or merge with the stored record',
	},
	surrounding_spaces: {
		level: 'warning',
		text: () =>
			'has spaces or invisible characters around it. Turn on Convert Types to remove them',
		happened: 'there are spaces or invisible characters around a value, and _Convert Types_ is off',
		fix: 'turn on _Convert Types_',
	},
	spaces_removed: {
		level: 'info',
		text: () => 'had spaces or invisible characters around it, which were removed',
		happened: 'spaces or invisible characters around a value were removed',
		fix: 'nothing',
	},
	too_long: {
		level: 'warning',
		text: ({ length, most }: { length: number; most: number }) =>
			`has ${formatNumber(length)} characters, at most ${most} are documented`,
		happened: 'the text is longer than Ometria documents',
		fix: 'shorten it',
	},
	may_be_cut: {
		level: 'warning',
		text: ({ most }: { most: number }) => `has more than ${most} characters and may be cut`,
		happened: 'an event type is longer than what Ometria shows',
		fix: 'shorten it',
	},
	invalid_email: {
		level: 'warning',
		text: ({ value }: { value: unknown }) => expectation('an email address', value),
		happened: 'the text cannot be an email address',
		fix: 'correct it',
	},
	invalid_phone: {
		level: 'warning',
		text: ({ value }: { value: unknown }) =>
			expectation(
				'a phone number with country code such as +447700900123',
				value,
				'It is sent as it is: for numbers of one country, set Format Settings > Phone Country',
			),
		happened: 'the phone number is not in the international form',
		fix: 'set _Format Settings > Phone Country_, or give it as `+447700900123`',
	},
	phone_as_object: {
		level: 'warning',
		text: ({ value }: { value: unknown }) =>
			expectation('a phone number such as +447700900123', value, 'The object form is an old one'),
		happened: 'the phone number is an object, which is an older form',
		fix: 'give it as text',
	},
	spreadsheet_phone: {
		level: 'error',
		text: ({ value, fault }: { value: unknown; fault: PhoneFault }) =>
			expectation(
				'a phone number with country code such as +447700900123',
				value,
				PHONE_FIXES[fault],
			),
		happened: 'a spreadsheet shortened the phone number, or put an apostrophe before it',
		fix: 'format the column as text',
	},
	invalid_url: {
		level: 'warning',
		text: ({ value }: { value: unknown }) => expectation('an absolute web address', value),
		happened: 'the text is not an absolute web address',
		fix: 'give it with `https://`',
	},
	unknown_code: {
		level: 'warning',
		text: ({ expected, value, meant }: Mismatch & { meant: string }) =>
			expectation(expected, value, meant),
		happened: 'the country or currency code is not one of ISO 3166 or ISO 4217',
		fix: 'give the code that the message names',
	},
	broken_character: {
		level: 'error',
		text: ({ value }: { value: unknown }) =>
			expectation('text', value, 'It holds half of a Unicode character'),
		happened: 'an ID holds half of a Unicode character, which cannot be sent',
		fix: 'correct what cuts the text',
	},
	unwrapped: {
		level: 'info',
		text: ({ from }: { from: 'list' | 'object' }) =>
			from === 'list'
				? 'was a list of one object, which is sent itself'
				: 'was an object with nothing but "value", which is sent itself',
		happened: 'a value was taken out of `{ "value": … }` or a list of one, as BigQuery gives them',
		fix: 'nothing',
	},
	damaged_id: {
		level: 'error',
		severity: 'serious',
		text: ({ value, damage }: { value: unknown; damage: IdDamage }) =>
			`${shown(value)} ${DAMAGES[damage]}`,
		happened:
			'the ID lost digits in a spreadsheet, has its quotes or decimals, is an expression that was not evaluated, or is the row of a sum',
		fix: 'give the ID as it is where it comes from; format the column as text',
	},
	text_mark_removed: {
		level: 'info',
		text: () =>
			'had an apostrophe before its digits, as spreadsheets mark texts, which was removed',
		happened: "a spreadsheet's apostrophe before digits was removed",
		fix: 'nothing',
	},
	text_of_nothing: {
		level: 'warning',
		text: ({ value }: { value: string }) =>
			`${shown(value)} is what a program or a spreadsheet writes where there is no value, and is left out. Check where it comes from`,
		happened:
			'a name or another text is `undefined`, `#REF!`, `{{ … }}` or the like; it is left out',
		fix: 'check the expression or the file that gives it',
	},
	broken_letters: {
		level: 'warning',
		text: ({ value }: { value: string }) =>
			`${shown(value)} has letters that a wrong encoding broke. Set the encoding where the file is read, for example in an Extract From File node`,
		happened: 'letters were lost on the way (`J�rg`, `JÃ¶rg`)',
		fix: 'set the encoding where the file is read',
	},
	phone_form_converted: {
		level: 'info',
		text: ({ phone }: { phone: string }) => `is sent as ${phone}`,
		happened: 'spaces and the like were removed from a phone number',
		fix: 'nothing',
	},
	country_name_converted: {
		level: 'info',
		text: ({ value, code }: { value: string; code: string }) =>
			`${shown(value)} is sent as ${code}`,
		happened: 'the name of a country was converted to its code',
		fix: 'nothing',
	},
	placeholder_birthday: {
		level: 'warning',
		text: ({ value }: { value: string }) =>
			`${value} is what databases and spreadsheets write where there is no date`,
		happened: 'a date of birth is 1900-01-01 or earlier',
		fix: 'leave it out, or correct it',
	},
	future_birthday: {
		level: 'warning',
		text: ({ value }: { value: string }) =>
			`${value} is in the future. Check how years of two digits become four where it comes from`,
		happened: 'a date of birth is in the future',
		fix: 'leave it out, or correct it',
	},
	birthday_without_year: {
		level: 'warning',
		text: ({ value }: { value: unknown }) =>
			`${shown(value)} has no year and is left out: Ometria takes a whole date, as in 1990-12-10`,
		happened: 'a birthday without a year is no date of birth, and is left out',
		fix: 'give the year too',
	},
	zero_sale_price: {
		level: 'warning',
		severity: 'serious',
		text: () => 'was 0, which says that there is no sale, so that null is sent',
		happened: 'a sale price is 0; null is sent, which ends a sale',
		fix: 'leave the sale price empty where there is no sale',
	},
	sale_price_not_lower: {
		level: 'warning',
		severity: 'serious',
		text: ({ value, price }: { value: number; price: number }) =>
			`${value} is no sale price beside the price ${price}, so that null is sent`,
		happened: 'a sale price is not below the price; null is sent, which ends a sale',
		fix: 'leave the sale price empty where there is no sale',
	},
	placeholder_id: {
		level: 'warning',
		severity: 'serious',
		text: ({ value, why }: { value: unknown; why: string }) => `${shown(value)} ${why}`,
		happened: 'an ID is what a program writes where it has none, such as `undefined` or `0`',
		fix: 'check the expression that gives the ID',
	},
} satisfies Record<string, Rule>;
