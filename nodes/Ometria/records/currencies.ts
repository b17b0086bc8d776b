/**
 * Source: ISO 4217, money that people pay with. The last row ended since 2010, and stands in orders of
 * that time.
 */
const CURRENCIES = new Set(
	(
		'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD ' +
		'CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP ' +
		'GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD ' +
		'KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN ' +
		'NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP ' +
		'SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES ' +
		'VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ' +
		'ANG BGN BYR CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL'
	).split(' '),
);

/** Whether it is a code of a currency in use, in upper case. */
export function isCurrency(code: string): boolean {
	return CURRENCIES.has(code);
}

/** Usual names that are not codes of ISO 4217, in upper case; `$` may be any of several. */
const MEANT = new Map([
	['RMB', 'CNY'],
	['CNH', 'CNY'],
	['NIS', 'ILS'],
	['RUR', 'RUB'],
	['UKP', 'GBP'],
	['STG', 'GBP'],
	['YEN', 'JPY'],
	['NTD', 'TWD'],
	['EURO', 'EUR'],
	['EUROS', 'EUR'],
	['€', 'EUR'],
	['£', 'GBP'],
]);

/** The currency that an invalid code probably means: GBP for UKP. */
export function currencyMeant(text: string): string | undefined {
	return MEANT.get(text);
}
