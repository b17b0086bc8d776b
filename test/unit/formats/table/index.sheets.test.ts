import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc, FEW } from '../../../support/fastCheck';
import { convertRow } from './tableRows';

/**
 * Whole sheets as people in four countries keep them. The headings and words are those of sheets and
 * exports, and what is true of a row is made up before its cells: nothing is taken from the code.
 */
interface Language {
	yes: string;
	no: string;
	contact: Readonly<Record<string, readonly string[]>>;
	order: Readonly<Record<string, readonly string[]>>;
	product: Readonly<Record<string, readonly string[]>>;
	/** Columns whose yes is a no to marketing. */
	optOut: readonly string[];
}

const LANGUAGES: Readonly<Record<string, Language>> = {
	english: {
		yes: 'yes',
		no: 'no',
		contact: {
			id: ['Contact ID', 'Subscriber ID'],
			email: ['E-Mail', 'Email Address'],
			firstname: ['First Name', 'Forename'],
			lastname: ['Last Name', 'Surname'],
			phone_number: ['Phone', 'Mobile'],
			date_of_birth: ['Date of Birth', 'Birthday'],
			marketing_optin: ['Newsletter', 'Accepts Marketing'],
		},
		order: {
			id: ['Order ID'],
			timestamp: ['Order Date'],
			grand_total: ['Total', 'Grand Total'],
			currency: ['Currency'],
			'customer.email': ['Customer Email', 'E-Mail'],
		},
		product: {
			id: ['Product ID', 'Item Code'],
			title: ['Name', 'Product Name'],
			price: ['Price', 'Regular Price'],
			is_active: ['Active', 'Published'],
		},
		optOut: ['Unsubscribed', 'Bounced', 'Do Not Email', 'Blacklisted', 'Spam Complaint'],
	},
	german: {
		yes: 'ja',
		no: 'nein',
		contact: {
			customer_id: ['Kundennummer', 'Kunden-Nr'],
			email: ['E-Mail', 'E-Mail-Adresse'],
			firstname: ['Vorname'],
			lastname: ['Nachname', 'Familienname'],
			phone_number: ['Telefon', 'Handynummer'],
			date_of_birth: ['Geburtsdatum', 'Geburtstag'],
			marketing_optin: ['Newsletter', 'Einwilligung'],
		},
		order: {
			id: ['Bestellnummer', 'Auftragsnummer'],
			timestamp: ['Bestelldatum', 'Datum'],
			grand_total: ['Gesamtbetrag', 'Gesamtsumme'],
			currency: ['Währung'],
			'customer.email': ['E-Mail'],
		},
		product: {
			id: ['Artikelnummer', 'Artikel-Nr'],
			title: ['Artikelname', 'Bezeichnung'],
			price: ['Preis'],
			is_active: ['Aktiv'],
		},
		optOut: ['Abgemeldet', 'Newsletter abbestellt', 'Werbesperre', 'Gesperrt', 'Widerspruch'],
	},
	french: {
		yes: 'oui',
		no: 'non',
		contact: {
			customer_id: ['Numéro client'],
			email: ['Courriel', 'Adresse e-mail'],
			firstname: ['Prénom'],
			lastname: ['Nom', 'Nom de famille'],
			phone_number: ['Téléphone', 'Numéro de téléphone'],
			date_of_birth: ['Date de naissance'],
			marketing_optin: ['Consentement', 'Abonné'],
		},
		order: {
			id: ['Numéro de commande'],
			timestamp: ['Date de commande'],
			grand_total: ['Montant total'],
			currency: ['Devise'],
			'customer.email': ['Courriel'],
		},
		product: {
			id: ['ID produit'],
			title: ['Nom du produit', 'Nom'],
			price: ['Prix'],
			is_active: ['Actif'],
		},
		optOut: ['Désabonné', 'Désinscrit', 'Ne pas contacter', 'Liste noire'],
	},
	spanish: {
		yes: 'sí',
		no: 'no',
		contact: {
			customer_id: ['Número de cliente', 'ID de cliente'],
			email: ['Correo electrónico', 'Correo'],
			firstname: ['Nombre'],
			lastname: ['Apellidos', 'Apellido'],
			phone_number: ['Teléfono', 'Móvil'],
			date_of_birth: ['Fecha de nacimiento'],
			marketing_optin: ['Boletín', 'Consentimiento'],
		},
		order: {
			id: ['Número de pedido'],
			timestamp: ['Fecha de pedido', 'Fecha'],
			grand_total: ['Importe total', 'Total'],
			currency: ['Moneda', 'Divisa'],
			'customer.email': ['Correo electrónico'],
		},
		product: {
			id: ['ID de producto'],
			title: ['Nombre del producto', 'Nombre'],
			price: ['Precio'],
			is_active: ['Activo'],
		},
		optOut: ['Dado de baja', 'Baja', 'No contactar', 'Bloqueado', 'Lista negra'],
	},
};

/** A heading as people type it. */
const typed = fc
	.tuple(
		fc.constantFrom<(text: string) => string>(
			(text) => text,
			(text) => text.toUpperCase(),
			(text) => text.toLowerCase(),
		),
		fc.constantFrom(' ', '_', '-', '  '),
		fc.constantFrom('', ' '),
	)
	.map(
		([change, between, behind]) =>
			(text: string) =>
				`${change(text).replaceAll(' ', between)}${behind}`,
	);

const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
	id: fc.integer({ min: 1, max: 99_999 }).map((number) => `K-${number}`),
	customer_id: fc.integer({ min: 1, max: 99_999 }).map((number) => `K-${number}`),
	email: fc.constantFrom('ana@home.example', 'Björn.X@firma.example'),
	'customer.email': fc.constantFrom('ana@home.example', 'kim@firma.example'),
	firstname: fc.constantFrom('Ana', 'Jürgen', 'Zoë'),
	lastname: fc.constantFrom('Núñez', 'Müller', 'Lefèvre'),
	phone_number: fc.constantFrom('+34600123456', '+491711234567'),
	date_of_birth: fc.constantFrom('1990-04-12', '1985-12-01'),
	timestamp: fc.constantFrom('2026-03-01T10:00:00Z', '2026-03-02T11:30:00+01:00'),
	grand_total: fc.constantFrom('12.50', '100', '0.99'),
	price: fc.constantFrom('12.50', '100', '0.99'),
	currency: fc.constantFrom('EUR', 'GBP'),
	title: fc.constantFrom('Mug', 'Größe M', 'Camiseta'),
};

interface Sheet {
	row: Json;
	/** What is true of the row, by field. */
	truth: ReadonlyMap<string, string>;
	saysYes: boolean;
	saysNo: boolean;
}

type Type = 'contact' | 'order' | 'product';

/** A sheet of one language with its columns in any order. */
function sheets(type: Type, language: Language): fc.Arbitrary<Sheet> {
	const { yes, no, optOut } = language;
	const fields = Object.entries(language[type]);
	const cells = fc.tuple(
		...fields.map(([field, headings]) =>
			fc.record({
				field: fc.constant(field),
				heading: fc.constantFrom(...headings),
				write: typed,
				value: VALUES[field] ?? fc.constantFrom(yes, no, yes.toUpperCase(), ''),
			}),
		),
	);
	const against = fc.uniqueArray(
		fc.record({
			field: fc.constant('optOut'),
			heading: fc.constantFrom(...optOut),
			write: typed,
			value: fc.constantFrom(yes, no, '', 'x'),
		}),
		{ maxLength: type === 'contact' ? 3 : 0, selector: ({ heading }) => heading },
	);
	return fc.tuple(cells, against).chain(([own, others]) =>
		fc
			.shuffledSubarray([...own, ...others], { minLength: own.length + others.length })
			.map((columns): Sheet => ({
				row: Object.fromEntries(
					columns.map(({ heading, write, value }) => [write(heading), value]),
				),
				truth: new Map(own.map(({ field, value }) => [field, value])),
				saysYes: own.some(
					({ field, value }) => field === 'marketing_optin' && value.toLowerCase() === yes,
				),
				saysNo:
					own.some(({ field, value }) => field === 'marketing_optin' && value === no) ||
					others.some(({ value }) => value === yes || value === 'x'),
			})),
	);
}

function valueAt(record: Json, field: string): unknown {
	return field
		.split('.')
		.reduce<unknown>((object, name) => (object as Json | undefined)?.[name], record);
}

const ALL = Object.entries(LANGUAGES).flatMap(([name, language]) =>
	(['contact', 'order', 'product'] as const).map((type) => [name, type, language] as const),
);

describe.each(ALL)('a whole sheet in %s of type %s', (_name, type, language) => {
	it('is read by its headings, in any order, casing and spelling', () => {
		fc.assert(
			fc.property(sheets(type, language), ({ row, truth, saysYes, saysNo }) => {
				const entry = convertRow(type, row);
				if (entry.kind !== 'record') throw new TypeError(JSON.stringify(entry));
				const { record } = entry;
				for (const [field, value] of truth) {
					if (field === 'marketing_optin') continue;
					expect([field, valueAt(record, field)]).toEqual([
						field,
						value === '' ? undefined : value,
					]);
				}
				expect(record.id).toBe(truth.get('id') ?? truth.get('customer_id'));
				if (type !== 'contact') return;
				const expected = saysNo
					? 'EXPLICITLY_OPTEDOUT'
					: saysYes
						? 'EXPLICITLY_OPTEDIN'
						: undefined;
				expect(record.marketing_optin).toBe(expected);
			}),
			FEW,
		);
	});
});
