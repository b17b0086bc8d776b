import type { RecordType } from './types';

/** Other names of fields, by the field's path (`customer.email`); case and punctuation do not count. */
type Names = Readonly<Record<string, readonly string[]>>;

const EMAIL = [
	'email address',
	'mail',
	'mail address',
	'e-mail adresse',
	'courriel',
	'adresse e-mail',
];
const FIRST_NAME = ['given name', 'forename', 'fname', 'vorname', 'prénom'];
const LAST_NAME = ['surname', 'family name', 'lname', 'nachname', 'familienname', 'nom de famille'];
const PHONE = [
	'phone',
	'phone no',
	'telephone',
	'telephone number',
	'tel',
	'mobile',
	'mobile phone',
	'mobile phone number',
	'mobile number',
	'cell phone',
	'cell phone number',
	'telefon',
	'telefonnummer',
	'handy',
	'handynummer',
	'numéro de téléphone',
];
const CUSTOMER_ID = [
	'customer no',
	'customer nr',
	'customer number',
	'customer code',
	'client id',
	'client number',
	'kundennummer',
	'kunden-nr',
	'kunden-id',
	'numéro client',
];
const COUNTRY = ['country', 'country code', 'cc', 'land', 'pays'];
const CURRENCY = ['currency code', 'währung', 'devise'];

/** Parts of an address by themselves: which address is meant has to be said before them. */
const ADDRESS: Names = {
	city: ['city', 'town', 'ort', 'stadt', 'ville'],
	state: ['state', 'county', 'province', 'region'],
	postcode: ['postcode', 'postal code', 'zip', 'zip code', 'plz', 'postleitzahl', 'code postal'],
	country_code: COUNTRY,
};

/** Parts of an address with words before them: "Delivery Postcode", "Ship To: ZIP". */
function addressNames(field: string, words: readonly string[]): Names {
	const withWords = (names: readonly string[]) =>
		words.flatMap((word) => names.map((name) => `${word} ${name}`));
	return {
		[`${field}.city`]: withWords(['city', 'town']),
		[`${field}.state`]: withWords(['state', 'county', 'province', 'region']),
		[`${field}.postcode`]: withWords(['postcode', 'postal code', 'zip', 'zip code']),
		[`${field}.country_code`]: withWords(['country', 'country code']),
	};
}

/**
 * What fields are called in exports and databases: English, German and French. Only names that leave
 * no doubt; a name stands once per record type.
 */
export const SYNONYMS: Readonly<Record<RecordType, Names>> = {
	contact: {
		id: [
			'contact id',
			'contact no',
			'contact number',
			'record id',
			'subscriber id',
			'user id',
			'member id',
			'member no',
			'member number',
			'mitgliedsnummer',
			'entity id',
			'klaviyo id',
			'leid',
			'euid',
			'uuid',
		],
		email: [...EMAIL, 'contact email', 'customer email'],
		customer_id: CUSTOMER_ID,
		phone_number: PHONE,
		firstname: FIRST_NAME,
		lastname: [...LAST_NAME, 'nom'],
		middlename: ['middle names', 'second name', 'additional name'],
		prefix: ['salutation', 'name prefix', 'honorific', 'anrede', 'civilité'],
		marketing_optin: [
			'newsletter',
			'newsletter consent',
			'newsletter opt-in',
			'newsletter subscriber',
			'newsletter subscription',
			'opt-in',
			'opted in',
			'email opt-in',
			'email consent',
			'email marketing',
			'email marketing consent',
			'accepts marketing',
			'accepts email marketing',
			'consent',
			'marketing',
			'marketing consent',
			'marketing permission',
			'subscribed',
			'is subscribed',
			'marketing status',
			'email subscribe',
			'email subscription',
			'einwilligung',
			'newsletter abonniert',
			'newsletter angemeldet',
			'werbeeinwilligung',
			'consentement',
			'abonné',
			'abonné à la newsletter',
			'inscrit à la newsletter',
			'consentimiento',
			'suscrito',
			'boletín',
			'acepta marketing',
			'toestemming',
			'nieuwsbrief',
			'aangemeld voor nieuwsbrief',
		],
		'channels.sms.allow_marketing': [
			'sms consent',
			'sms opt-in',
			'sms marketing',
			'sms marketing consent',
			'sms subscribed',
			'accepts sms marketing',
			'text consent',
		],
		timestamp_subscribed: [
			'subscription date',
			'subscribed date',
			'subscribed on',
			'opt-in date',
			'opt-in time',
			'opted in at',
			'opted in date',
			'subscribed at',
			'newsletter date',
			'angemeldet am',
		],
		timestamp_unsubscribed: [
			'unsubscription date',
			'unsubscribe date',
			'unsubscribed date',
			'unsubscribed on',
			'unsub time',
			'unsubscribed at',
			'unsubscribed time',
			'abgemeldet am',
			'désabonné le',
			'fecha de baja',
			'afgemeld op',
			'opt-out date',
			'opt-out time',
			'opted out at',
			'opted out date',
		],
		timestamp_acquired: [
			'created',
			'created at',
			'created on',
			'created date',
			'create date',
			'date created',
			'date added',
			'added at',
			'registered at',
			'registration date',
			'signup date',
			'angelegt am',
		],
		gender: ['sex', 'geschlecht', 'sexe'],
		date_of_birth: [
			'dob',
			'birthday',
			'birth date',
			'geburtsdatum',
			'geburtstag',
			'date de naissance',
		],
		country_id: COUNTRY,
		timezone: ['time zone name', 'zeitzone'],
	},
	product: {
		id: [
			'product id',
			'product no',
			'product number',
			'product code',
			'item id',
			'item no',
			'item number',
			'item code',
			'article no',
			'article number',
			'artikelnummer',
			'artikel-nr',
			'entity id',
		],
		title: [
			'name',
			'product',
			'product name',
			'product title',
			'item name',
			'artikelname',
			'produktname',
			'titel',
			'nom du produit',
		],
		price: [
			'variant price',
			'regular price',
			'full price',
			'product price',
			'unit price',
			'preis',
			'prix',
		],
		sku: ['product sku', 'item sku', 'variant sku', 'stock keeping unit'],
		special_price: ['sale price', 'discounted price', 'angebotspreis', 'prix soldé'],
		special_price_dt_from: ['sale price from', 'sale from', 'sale start', 'sale start date'],
		special_price_dt_to: ['sale price to', 'sale to', 'sale end', 'sale end date'],
		currency: CURRENCY,
		is_active: ['active', 'enabled', 'is enabled', 'published', 'is published', 'aktiv'],
		is_in_stock: ['in stock', 'is available', 'auf lager', 'en stock'],
		is_variant: ['variant'],
		parent_id: ['parent', 'parent sku', 'parent product id', 'parent product'],
		url: ['product url', 'product link', 'link', 'page url', 'permalink'],
		image_url: [
			'image',
			'image link',
			'image src',
			'image address',
			'picture',
			'picture url',
			'product image',
			'product image url',
			'bild',
			'bild url',
		],
		attributes: ['product attributes'],
		listings: ['store listings'],
	},
	order: {
		id: [
			'order id',
			'order code',
			'order reference',
			'order ref',
			'transaction id',
			'entity id',
			'bestell-id',
			'bestellnummer',
			'auftragsnummer',
			'numéro de commande',
		],
		web_id: ['order no', 'order nr', 'order number', 'increment id'],
		timestamp: [
			'date',
			'order date',
			'order time',
			'order timestamp',
			'order created at',
			'ordered at',
			'ordered on',
			'placed at',
			'placed on',
			'purchase date',
			'created',
			'created at',
			'created on',
			'created date',
			'date created',
			'bestelldatum',
			'date de commande',
		],
		grand_total: [
			'total',
			'total amount',
			'grand total (purchased)',
			'total price',
			'order total',
			'order amount',
			'order value',
			'gesamtbetrag',
			'gesamtsumme',
			'montant total',
		],
		currency: [...CURRENCY, 'order currency'],
		status: ['order status', 'bestellstatus'],
		subtotal: ['order subtotal', 'subtotal price', 'zwischensumme', 'sous-total'],
		discount: [
			'discount amount',
			'discount total',
			'total discount',
			'total discounts',
			'rabatt',
			'remise',
		],
		shipping: [
			'shipping cost',
			'shipping costs',
			'shipping and handling',
			'shipping amount',
			'shipping total',
			'shipping price',
			'total shipping',
			'delivery cost',
			'versandkosten',
			'frais de port',
		],
		tax: ['taxes', 'tax amount', 'tax total', 'total tax', 'vat', 'vat amount', 'mwst', 'tva'],
		store: ['store name', 'shop', 'shop name'],
		channel: ['sales channel', 'order channel'],
		payment_method: ['payment type', 'paid by', 'zahlungsart', 'mode de paiement'],
		shipping_method: ['delivery method', 'versandart', 'mode de livraison'],
		coupon_code: ['coupon', 'discount code', 'voucher', 'voucher code', 'promo code'],
		ip_address: ['ip', 'customer ip', 'customer ip address', 'browser ip'],
		'customer.id': CUSTOMER_ID,
		'customer.email': [
			'email',
			...EMAIL,
			'customer email address',
			'customer mail',
			'billing email',
			'contact email',
		],
		'customer.firstname': ['first name', ...FIRST_NAME, 'billing first name'],
		'customer.lastname': ['last name', ...LAST_NAME, 'billing last name'],
		'customer.phone_number': [
			'phone number',
			...PHONE,
			'customer phone',
			'customer mobile',
			'billing phone',
		],
		...addressNames('billing_address', ['billing', 'billing address', 'bill to', 'invoice']),
		...addressNames('shipping_address', [
			'shipping',
			'shipping address',
			'ship to',
			'delivery',
			'delivery address',
		]),
		lineitems: ['items', 'line item list', 'order items', 'order lines', 'products'],
	},
	custom_event: {
		event_type: ['event', 'event name', 'type'],
		timestamp: ['date', 'created at', 'occurred at', 'event time'],
		identity_email: ['email', ...EMAIL],
		identity_account_id: ['customer id', ...CUSTOMER_ID],
		identity_phone_number: ['phone number', ...PHONE],
	},
};

/**
 * Names of columns where yes means an opt-out. They are no synonyms, as a value that is taken over as
 * it is would mean its opposite.
 */
export const OPT_OUT_NAMES: Names = {
	marketing_optin: [
		'unsubscribed',
		'is unsubscribed',
		'has unsubscribed',
		'unsubscribed from all email',
		'newsletter unsubscribed',
		'opt-out',
		'opted out',
		'email opt-out',
		'email opted out',
		'marketing opt-out',
		'newsletter opt-out',
		'has opted out of email',
		'do not email',
		'do not contact',
		'no bulk emails (user opt out)',
		'no email',
		'no marketing',
		'not subscribed',
		'abgemeldet',
		'désabonné',
		'désinscrit',
		'dado de baja',
		'afgemeld',
		'uitgeschreven',
	],
	'channels.sms.allow_marketing': [
		'sms opt-out',
		'sms opted out',
		'sms unsubscribed',
		'do not sms',
		'do not text',
	],
};

const EMAIL_OR_SMS = ['marketing_optin', 'channels.sms.allow_marketing'];

/** Names that may mean any of several fields, with those fields. */
export const AMBIGUOUS_NAMES: Readonly<Record<RecordType, Names>> = {
	contact: {
		name: ['firstname', 'lastname'],
		sms: ['phone_number', 'channels.sms.allow_marketing'],
		'opt-in status': EMAIL_OR_SMS,
		'consent status': EMAIL_OR_SMS,
		'subscriber status': EMAIL_OR_SMS,
		'subscription status': EMAIL_OR_SMS,
	},
	product: {},
	order: Object.fromEntries(
		Object.entries(ADDRESS).flatMap(([part, names]) =>
			names.map((name) => [name, [`billing_address.${part}`, `shipping_address.${part}`]]),
		),
	),
	custom_event: {},
};

/** Times of a contact's marketing consent, whichever way it went. */
export const CONSENT_TIME_NAMES: readonly string[] = [
	'consent at',
	'consent date',
	'consent time',
	'consent timestamp',
	'consent updated at',
	'email marketing consent timestamp',
	'marketing consent date',
];

/** Names of a product's price before a sale, in tables whose price is what is paid now. */
export const PRICE_BEFORE_NAMES: readonly string[] = [
	'compare at price',
	'variant compare at price',
];

/** Names of columns in tables of orders that have a row for each line item. */
export const LINE_ITEM_NAMES: readonly string[] = [
	'lineitem name',
	'lineitem price',
	'lineitem quantity',
	'lineitem sku',
	'item name',
	'item price',
	'product id',
	'product name',
	'product sku',
	'qty',
	'quantity',
	'sku',
	'unit price',
	'variant id',
];

/** Signs that give a name another meaning: "Discount %" is no amount. */
const SIGNS: Readonly<Record<string, string>> = { '#': 'no', '%': 'percent', '!': 'not' };

/** A name without what differs between spellings: case, spaces, punctuation, accents. */
export function bareName(name: string): string {
	return name
		.normalize('NFKD')
		.replace(/[#%!]/g, (sign) => SIGNS[sign])
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Characters of a name from outside that are compared: it may be of any length. */
const LONGEST_NAME = 64;

/** The same of a name that an item brings. */
export function bareItemName(name: string): string {
	return bareName(name.slice(0, LONGEST_NAME));
}
