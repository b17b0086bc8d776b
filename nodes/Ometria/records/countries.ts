/** Source: ISO 3166-1 alpha-2, and XK, which shops use for Kosovo. */
const COUNTRIES = new Set(
	(
		'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR ' +
		'BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ ' +
		'EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW ' +
		'GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY ' +
		'KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV ' +
		'MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY ' +
		'QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG ' +
		'TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ' +
		'ZM ZW'
	).split(' '),
);

/** Languages and vehicle plates that are taken for countries, and two codes that are not ISO's. */
const MEANT = new Map([
	['UK', 'GB'],
	['EN', 'GB'],
	['EL', 'GR'],
	['SP', 'ES'],
	['JA', 'JP'],
	['DA', 'DK'],
	['CS', 'CZ'],
	['KO', 'KR'],
	['ZH', 'CN'],
]);

export function isCountry(code: string): boolean {
	return COUNTRIES.has(code);
}

/** The country that an invalid code probably means: GB for UK. */
export function countryMeant(code: string): string | undefined {
	return MEANT.get(code);
}

/** What English names countries beside their names in the CLDR, which `Intl` has. */
const OTHER_NAMES: ReadonlyArray<readonly [name: string, code: string]> = [
	['uk', 'GB'],
	['u.k.', 'GB'],
	['great britain', 'GB'],
	['usa', 'US'],
	['u.s.', 'US'],
	['u.s.a.', 'US'],
	['united states of america', 'US'],
	['czech republic', 'CZ'],
	['turkey', 'TR'],
	['the netherlands', 'NL'],
	['holland', 'NL'],
	['ivory coast', 'CI'],
	['republic of ireland', 'IE'],
	['russian federation', 'RU'],
	['korea, republic of', 'KR'],
	['viet nam', 'VN'],
];

let byName: ReadonlyMap<string, string> | undefined;

/** Names are compared without case, accents and "&" for "and". */
function bare(name: string): string {
	return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('&', 'and');
}

function namesOfCountries(): ReadonlyMap<string, string> {
	const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
	const found = new Map<string, string>(OTHER_NAMES);
	for (const code of COUNTRIES) {
		const name = names.of(code);
		if (name !== undefined) found.set(bare(name), code);
	}
	return found;
}

/** The code of a country by its English name: GB for "United Kingdom" and "UK". */
export function countryNamed(name: string): string | undefined {
	// Two letters that are a code are not a name; longer than the longest name, nothing is one.
	if (name.length > 60 || isCountry(name.toUpperCase())) return undefined;
	byName ??= namesOfCountries();
	return byName.get(bare(name));
}
