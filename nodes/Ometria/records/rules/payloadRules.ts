import { counted, formatNumber, listed, shorten, shown } from '../../utils/text';
import type { Rule } from './rule';

/** What a payload without consent lacks, and where the shop has it. */
const NO_CONSENT = {
	shopify:
		'says nothing of consent. Shopify sends it since API 2025-01 only by the topics customers_email_marketing_consent/update and customers_marketing_consent/update',
	magento2:
		'has no extension_attributes.is_subscribed. Fetch the customer by its ID: lists of older Magentos do not have it',
};

const SPLIT = 'Divide it with a Split Out node';

/** What an item may be: the format by its name, and the names of the item that speak for it. */
export interface PossibleFormat {
	what: string;
	format: string;
	names: readonly string[];
}

const MOST_NAMES = 5;

function possibility({ what, names }: PossibleFormat): string {
	return names.length === 0 ? what : `${what} (${listed(names, shown, { most: MOST_NAMES })})`;
}

/** About a shop's payload that becomes a record; `field` of a refusal is the path in the payload. */
export const PAYLOAD_RULES = {
	invalid_payload: {
		level: 'refusal',
		text: ({
			expected,
			found,
			advice = '',
		}: {
			expected: string;
			found: string;
			advice?: string | undefined;
		}) => `expected ${expected}, found ${found}${advice && `. ${advice}`}`,
		happened: 'a value of the payload is missing or cannot be read; `field` is its path',
		fix: 'ask the shop for the whole payload, or repair the value',
	},
	other_payload: {
		level: 'refusal',
		text: ({ what, advice }: { what: string; advice: string }) => `This is ${what}. ${advice}`,
		happened:
			'the item is another payload: of another shop or type, or a refund, a notification, a variant',
		fix: 'set _Resource_ and _Input Format_ as the message says, or fetch the object itself',
	},
	unknown_payload: {
		level: 'refusal',
		text: ({ format, one }: { format: string; one: string }) =>
			`This does not look like ${one} of ${format}. Give the payload as the shop sends it, or set Input Format to Ometria Record`,
		happened: 'the item does not look like what the input format converts',
		fix: 'give the payload as the shop sends it, or set _Input Format_ to Ometria Record',
	},
	unclear_format: {
		level: 'refusal',
		text: ({ one, other }: { one: PossibleFormat; other: PossibleFormat }) =>
			`This may be ${possibility(one)} or ${possibility(other)}, and it is not guessed. Set Input Format to ${one.format} or to ${other.format}`,
		happened:
			'with _Detect Automatically_, the item may be of two formats: a part of its names is of one, and a part of the other',
		fix: 'set _Input Format_ to the one that is meant',
	},
	table_row: {
		level: 'refusal',
		text: ({ format, one }: { format: string; one: string }) =>
			`This looks like a row of a table, not like ${one} of ${format}. Set Input Format to Table`,
		happened:
			'the item is a row of a sheet, file or database, and not what the input format converts',
		fix: 'set _Input Format_ to Table',
	},
	only_an_id: {
		level: 'refusal',
		text: () =>
			'There is only an ID: the object was deleted, or its fields were not asked for. Remove such items with a Filter node, or fetch the whole object',
		happened: 'the payload holds only an ID',
		fix: 'remove such items with a Filter node, or fetch the whole object',
	},
	deleted_customer: {
		level: 'refusal',
		text: () =>
			'There is nothing but an ID, as the customer was deleted. Remove such items with a Filter node',
		happened: 'the customer was deleted, and the payload holds only an ID',
		fix: 'remove such items with a Filter node',
	},
	too_many_records: {
		level: 'refusal',
		text: ({ most }: { most: number }) =>
			`The item holds too many records: expected at most ${formatNumber(most)}. ${SPLIT}`,
		happened: 'one item holds more than 10,000 records',
		fix: 'divide it with a Split Out node',
	},
	records_too_large: {
		level: 'refusal',
		text: ({ most }: { most: number }) =>
			`The records of the item are too large: expected at most ${formatNumber(most)} characters together. ${SPLIT}`,
		happened:
			'the records of one item, which may repeat a text of it, have more than 16 million characters together, or far more than the item itself',
		fix: 'divide it with a Split Out node, or shorten what its records repeat',
	},
	too_many_entries_read: {
		level: 'refusal',
		text: ({ most }: { most: number }) =>
			`the lists of this payload are too long: expected at most ${formatNumber(most)} entries together. Leave out those that are not of the record with an Edit Fields node`,
		happened: 'the lists of one payload are longer than those of any shop',
		fix: 'leave out the lists that are not of the record with an Edit Fields node',
	},
	list_cut_off: {
		level: 'refusal',
		text: () => 'the list is cut off (hasNextPage is true). Ask for more rows in the query',
		happened: 'a list in an answer of GraphQL has further pages',
		fix: 'ask for more rows in the query',
	},
	order_id_too_long: {
		level: 'refusal',
		text: ({ id, most }: { id: string; most: number }) =>
			`the ID "${shorten(id, 60)}" has ${id.length} characters with its prefix, Ometria takes ${most}. Shorten ID Prefix`,
		happened: "an order's ID with _ID Prefix_ is longer than Ometria takes",
		fix: 'shorten _ID Prefix_',
	},
	unknown_status: {
		level: 'refusal',
		text: ({ status }: { status: string }) =>
			`the status "${shorten(status, 60)}" is not known. Add it to Statuses That Count, Statuses That Do Not Count or Statuses to Skip`,
		happened:
			'the format does not know the status of an order, and does not guess whether it counts',
		fix: 'add the status to one of the three settings for statuses',
	},
	contradicting_consent: {
		level: 'refusal',
		text: ({ state, other }: { state: string; other: { path: string; state: string } }) =>
			`says ${state}, but ${shorten(other.path, 60)} says ${other.state}. Send only the one that is right`,
		happened: 'two places of the payload contradict each other about consent',
		fix: 'send only the one that is right',
	},
	text_left_out: {
		level: 'notice',
		text: ({ found }: { found: string }) => `expected text, found ${found}. It is left out`,
		happened:
			'a text of the payload is something else, and is left out; `field` is its path in the payload',
		fix: 'repair it, if Ometria should have it',
	},
	no_store: {
		level: 'notice',
		text: () => 'is left out, as the payload does not name it. Fill in the setting Store',
		happened: 'the payload does not name the store',
		fix: 'fill in _Store_',
	},
	listings_left_out: {
		level: 'notice',
		text: () => 'are left out. Fill in the settings Store and Product Currency',
		happened: "a product's listing needs the store and the currency",
		fix: 'fill in _Store_ and _Product Currency_',
	},
	no_price: {
		level: 'notice',
		severity: 'serious',
		text: (about?: { isOfVariants?: boolean }) =>
			about?.isOfVariants
				? 'is left out, as no variant in the payload has one'
				: 'is left out, as the payload has none',
		happened: 'the payload has no price',
		fix: 'fetch the whole product',
	},
	variants_missing: {
		level: 'notice',
		text: ({ held, all }: { held: number; all: number }) =>
			`The payload holds ${held} of ${all} variants; the others are left out. Fetch the whole product`,
		happened: 'the payload holds only some of the variants of a product',
		fix: 'fetch the whole product',
	},
	variants_cut: {
		level: 'notice',
		text: ({ left, all }: { left: number; all: number }) =>
			`${left} of ${all} variants hold no title and no price, and are left out. Fetch the whole product`,
		happened: 'some variants in the payload hold only their ID',
		fix: 'fetch the whole product',
	},
	variations_by_id: {
		level: 'notice',
		text: () =>
			'has variations, which the payload lists by ID only. Push the rows of /products/{id}/variations too',
		happened: 'the payload lists the variations of a product by ID only',
		fix: 'push the rows of `/products/{id}/variations` too',
	},
	stock_left_out: {
		level: 'notice',
		text: ({ word }: { word: string }) =>
			`is left out, as the stock status "${shorten(word, 60)}" is not one of WooCommerce's own`,
		happened: "the stock status is not one of the shop's own",
		fix: 'add `is_in_stock` with _Additional Fields_',
	},
	sale_is_percentage: {
		level: 'notice',
		text: () => 'is left out: the special price of a bundle is a percentage, not an amount',
		happened: 'the special price of a bundle is a percentage',
		fix: 'add the amount with _Additional Fields_',
	},
	cancelled_units: {
		level: 'notice',
		severity: 'serious',
		text: ({ amount }: { amount: string }) =>
			`includes ${amount} for units that were cancelled before they were paid, so that they do not count`,
		happened: 'units of an order were cancelled before they were paid; they are sent as refunded',
		fix: 'nothing',
	},
	sale_dates_left_out: {
		level: 'notice',
		text: () =>
			"is left out like special_price_dt_to, as the payload does not name the time zone of the sale's days. Add both with Additional Fields",
		happened: 'the days of a sale are left out, as the payload does not name their time zone',
		fix: 'add both with _Additional Fields_',
	},
	consent_not_said: {
		level: 'notice',
		severity: 'serious',
		text: ({ shop }: { shop: keyof typeof NO_CONSENT }) =>
			`is left out, as the payload ${NO_CONSENT[shop]}`,
		happened: 'the payload says nothing of consent',
		fix: 'fetch the customer in a way that holds it, as the message says',
	},
	consent_time_unknown: {
		level: 'notice',
		text: () =>
			'is left out, as the payload does not say when the person subscribed. Ometria takes the time at which it gets the record, and may start a welcome campaign',
		happened:
			'the payload has no time of the consent, so Ometria takes the time at which it receives the record',
		fix: 'add the time with _Additional Fields_',
	},
	date_left_out: {
		level: 'notice',
		text: () => 'is left out: 0000-00-00 is not a date',
		happened: 'a date is 0000-00-00',
		fix: 'correct it in the shop',
	},
	phone_left_out: {
		level: 'notice',
		severity: 'serious',
		text: () => 'has no country code and is left out',
		happened: 'a phone number has no country code',
		fix: 'add it with _Additional Fields_',
	},
	may_be_staff: {
		level: 'notice',
		text: ({ role }: { role: string }) =>
			`the person has the role "${shorten(role, 60)}", so may work for the shop`,
		happened: 'the person has a role of people who work for the shop',
		fix: 'remove such items with a Filter node',
	},
	first_coupon: {
		level: 'notice',
		text: ({ count }: { count: number }) => `is the first of ${count}, as Ometria takes one`,
		happened: 'an order has several coupons, and Ometria takes one',
		fix: 'nothing',
	},
	no_line_items: {
		level: 'notice',
		severity: 'serious',
		text: ({ key }: { key: string }) => `are left out, as the payload has no "${key}"`,
		happened: 'the payload of an order has no lines',
		fix: 'fetch the whole order',
	},
	lines_without_product: {
		level: 'notice',
		text: ({ count }: { count: number }) =>
			count === 1
				? '1 line has no product (such as a deleted one, a tip or a custom sale) and is left out; the totals stay'
				: `${counted(count, 'line')} have no product (such as a deleted one, a tip or a custom sale) and are left out; the totals stay`,
		happened:
			'lines of an order have no product, such as a deleted one, and are left out; the totals stay',
		fix: 'nothing',
	},
	refund_outside_lines: {
		level: 'notice',
		severity: 'serious',
		text: ({ amount, canBeByLine = false }: { amount: string; canBeByLine?: boolean }) =>
			`${amount} came back outside the lines that are sent (such as shipping or goodwill). ${canBeByLine ? 'Put the rows of /orders/{id}/refunds in the place of "refunds" to send them by line' : "Ometria's orders have no field for it, so its revenue is higher by this amount"}`,
		happened:
			"money came back outside the lines that are sent, such as shipping, and Ometria's orders have no field for it",
		fix: 'expect higher revenue in Ometria, or send the refunds by line, as the message says',
	},
	refund_below_goods: {
		level: 'notice',
		severity: 'serious',
		text: ({ amount }: { amount: string }) =>
			`is what the goods cost, but ${amount} less was paid back (such as a restocking fee), so Ometria's revenue is lower by this amount`,
		happened:
			'less was paid back than the goods cost that came back, such as after a restocking fee',
		fix: 'expect lower revenue in Ometria',
	},
	refund_left_out: {
		level: 'notice',
		severity: 'serious',
		text: ({ count, key }: { count: number; key: string }) =>
			`is left out for ${counted(count, 'line')} of which something came back, as the payload does not hold the amount. Ask for ${key}`,
		happened: 'something came back of a line, and the payload does not say how much money',
		fix: 'ask for the key that the message names',
	},
	refunds_unknown: {
		level: 'notice',
		severity: 'serious',
		text: ({ key }: { key: string }) =>
			`is left out, as the payload does not say whether something came back. Ask for ${key}`,
		happened: 'the payload does not say whether something of the order came back',
		fix: 'ask for the keys that the message names',
	},
	refunds_not_said: {
		level: 'notice',
		severity: 'serious',
		text: ({ advice }: { advice: string }) =>
			`is without anything that came back, but the order is partially refunded. ${advice}`,
		happened: 'an order is partially refunded, and the payload does not say what came back',
		fix: 'ask for the refunds of the order',
	},
	current_total_differs: {
		level: 'notice',
		severity: 'serious',
		text: ({ amount, isMore, advice }: { amount: string; isMore: boolean; advice: string }) =>
			`without what is sent as refunded is ${amount} ${isMore ? 'more' : 'less'} than the shop's current total${isMore ? ': the payload does not say what this came back for' : ''}. ${advice}`,
		happened:
			"the total of an order without its refunds is not what the shop's own current total says is left",
		fix: 'ask for the refunds of the order, or check them in the shop',
	},
	uncertain_total: {
		level: 'notice',
		severity: 'serious',
		text: ({ advice }: { advice: string }) =>
			`is not certain, as lines were added or came back later, and the payload does not hold all of it. ${advice}`,
		happened:
			'lines were added to an order or came back later, and the payload does not hold all of it',
		fix: 'ask for the current total and the refunds of the order',
	},
	parts_differ: {
		level: 'notice',
		severity: 'serious',
		text: ({
			amount,
			isMore,
			extras,
			isExplained,
		}: {
			amount: string;
			isMore: boolean;
			extras: readonly string[];
			isExplained: boolean;
		}) => {
			const names = extras.join(', ');
			const reason = names === '' ? '' : isExplained ? ` (${names})` : `, of which ${names}`;
			return `is ${amount} ${isMore ? 'more' : 'less'} than subtotal, tax and shipping together${reason}`;
		},
		happened:
			'the parts of an order for which Ometria has fields do not add up to its total: a tip, duties, a fee, a gift card',
		fix: 'nothing, if the message names the rest; otherwise compare the order with the shop',
	},
	subtotal_left_out: {
		level: 'notice',
		text: ({ isOpen, key }: { isOpen: boolean; key: string }) =>
			`is left out, as the payload does not say ${isOpen ? 'whether its prices include taxes' : 'the taxes in it'}. Ask for ${key}`,
		happened: 'the payload does not say which taxes are in the subtotal',
		fix: 'ask for the key that the message names',
	},
	line_total_left_out: {
		level: 'notice',
		text: ({ count, keys }: { count: number; keys: readonly string[] }) =>
			`is left out for ${counted(count, 'line')}, as the payload does not hold what it depends on. Ask for ${keys.join(' and ')}`,
		happened: 'the payload does not hold the prices, discounts or taxes of lines',
		fix: 'ask for the keys that the message names',
	},
	sale_not_said: {
		level: 'notice',
		text: ({ count, key }: { count: number; key: string }) =>
			`is left out for ${counted(count, 'variant')}, as the payload does not hold the price before a reduction. Ask for ${key}`,
		happened: 'the payload does not say whether a price is reduced',
		fix: 'ask for the key that the message names',
	},
	cancellation_not_said: {
		level: 'notice',
		severity: 'serious',
		text: ({ key }: { key: string }) =>
			`is true, but the payload does not say whether the order was cancelled. Ask for ${key}`,
		happened: 'the payload does not say whether the order was cancelled',
		fix: 'ask for the key that the message names',
	},
	variant_sku_as_product: {
		level: 'notice',
		severity: 'serious',
		text: ({ isConfigurable }: { isConfigurable: boolean }) =>
			isConfigurable
				? 'is the SKU of the variant for configurable products, as orders do not hold their own SKU. Set Product ID to ID to send both'
				: 'is the SKU of the variation, as orders do not hold the SKU of its product. Set Product ID to ID to send both',
		happened: "a line holds the variant's SKU only, so this is sent as the product's ID",
		fix: 'set _Product ID_ to ID',
	},
	bundle_variant_left_out: {
		level: 'notice',
		text: () => 'is left out for bundles, which stand for several products',
		happened: 'a bundle stands for several products, so its line names no variant',
		fix: 'nothing',
	},
	base_currency_differs: {
		level: 'notice',
		text: ({ base, account }: { base: string; account: string }) =>
			`are left out, as the shop's base currency ${base} is not the Account Currency ${account}`,
		happened: "the shop's base currency is not the account's, so totals in it are left out",
		fix: 'correct _Account Currency_',
	},
} satisfies Record<string, Rule>;
